import { spawn } from 'node:child_process'
import path from 'node:path'

import type { Scene } from '../scene'

import type { Fault } from './fault'

const program = path.join(
  import.meta.dirname,
  '../../integration/projector/rebuild/killedRebuild.ts',
)

/** What can go wrong while read models are rebuilt beside the live ones. */
export const rebuildFaults: Fault[] = [
  {
    name: 'everything is rebuilt and switched in under traffic',
    play: async (scene) => {
      await finish(scene)
    },
  },
  {
    name: 'a rebuild is killed, and projectors with it, and it is gone on with',
    play: async (scene) => {
      const projector = scene.projectors[Math.floor(scene.random() * scene.projectors.length)]!
      for (let times = 0; times < 2; times++) {
        const killing = rebuild(scene, 1 + Math.floor(scene.random() * 120))
        await projector.kill()
        await projector.restart()
        await killing
      }
      await finish(scene)
    },
  },
]

/** Goes on until a rebuild is switched in: one whose process died counts as alive for a while. */
const finish = async (scene: Scene): Promise<void> => {
  const endMs = performance.now() + withinMs
  let last: { said: string; signal: NodeJS.Signals | null } | undefined
  while (!last?.said.includes('"switched"')) {
    if (performance.now() > endMs)
      throw new Error(`no rebuild was switched in: ${last?.signal ?? last?.said}`)
    last = await rebuild(scene)
  }
}

const withinMs = 120_000

/** Runs a rebuild as a process of its own, which kills itself at one of its commands if asked to. */
const rebuild = (
  { mongo, store }: Scene,
  killedAtCommand?: number,
): Promise<{ said: string; signal: NodeJS.Signals | null }> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', program], {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {
        ...process.env,
        DATABASE_URI: mongo.uri,
        DATABASE_NAME: store.db.databaseName,
        FAULT_COMMAND: String(killedAtCommand ?? ''),
      },
      timeout: withinMs,
    })
    let said = ''
    child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()))
    child.once('error', reject)
    child.once('close', (_code, signal) => resolve({ said, signal }))
  })
