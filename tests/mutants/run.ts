import { parseArgs } from 'node:util'

import { listenForInterrupt } from '@/engines/interrupt'
import { seconds } from '@/engines/progress'
import { startTestEngines } from '@/engines/testing'

import { mutants } from './list'
import type { Mutant, Spec } from './mutant'
import { openWorkspace, StaleMutant, type Workspace } from './workspace'

/**
 * `npm run mutants`: takes the guards of the product away, one at a time and in a copy, and fails
 * where the tests do not notice.
 */
const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const usage = `npm run mutants [-- --only TEXT] [-- --list]

Takes each guard away in turn, in a copy of the sources, and runs the tests that must notice.
--only TEXT  those whose name contains TEXT
--list       names them and checks that their texts are still in the sources`

const timeoutMs = 240_000
type Verdict = 'caught' | 'SURVIVED' | 'BROKEN'
interface Row {
  name: string
  verdict: Verdict
  by: string
  tookMs: number
}

const main = async (): Promise<boolean> => {
  const chosen = mutants.filter(({ name }) => name.includes(values.only ?? ''))
  const { signal } = listenForInterrupt({
    onFirst: () => console.log('Stopping after this mutant (Ctrl-C again to force)'),
    force: () => process.exit(130),
  })
  const workspace = openWorkspace()
  try {
    const stale = chosen.flatMap((mutant) => staleness(workspace, mutant))
    for (const problem of stale) console.log(`STALE ${problem}`)
    if (stale.length > 0 || values.list) {
      if (values.list) for (const { file, name } of chosen) console.log(`${name} (${file})`)
      return stale.length === 0
    }
    const engines = await startTestEngines({ signal })
    const env = {
      TEST_ENGINES: 'provided',
      DATABASE_URI: engines.databaseUri,
      REDIS_URL: engines.redisUrl,
    } as unknown as NodeJS.ProcessEnv
    try {
      const isSound = createSoundness(workspace, env)
      const rows: Row[] = []
      for (const mutant of chosen) {
        if (signal.aborted) break
        rows.push(await tryMutant({ workspace, mutant, env, isSound }))
        print(rows.at(-1)!)
      }
      return report(rows, chosen.length)
    } finally {
      await engines.stop()
    }
  } finally {
    workspace.remove()
  }
}

const staleness = (workspace: Workspace, mutant: Mutant): string[] => {
  try {
    workspace.mutate(mutant)
    return []
  } catch (error) {
    if (error instanceof StaleMutant) return [error.message]
    throw error
  } finally {
    workspace.restore()
  }
}

/** Whether tests pass without any mutant, asked once each: else that they fail says nothing. */
const createSoundness = (workspace: Workspace, env: NodeJS.ProcessEnv) => {
  const known = new Map<string, boolean>()
  return async (spec: Spec): Promise<boolean> => {
    const key = JSON.stringify(spec)
    const before = known.get(key)
    if (before !== undefined) return before
    const { failed, isLate, output, passedCount } = await workspace.run(spec, { timeoutMs, env })
    const isSound = failed.length === 0 && !isLate && passedCount > 0
    if (!isSound) console.log(`${output}\nThis fails without any mutant: ${key}`)
    known.set(key, isSound)
    return isSound
  }
}

const tryMutant = async ({
  env,
  isSound,
  mutant,
  workspace,
}: {
  workspace: Workspace
  mutant: Mutant
  env: NodeJS.ProcessEnv
  isSound: (spec: Spec) => Promise<boolean>
}): Promise<Row> => {
  const startedAt = Date.now()
  const row = (verdict: Verdict, by: string): Row => ({
    name: mutant.name,
    verdict,
    by,
    tookMs: Date.now() - startedAt,
  })
  let passed = 0
  for (const spec of mutant.specs) {
    if (!(await isSound(spec))) return row('BROKEN', `${spec.file} fails without any mutant`)
    workspace.mutate(mutant)
    try {
      const outcome = await workspace.run(spec, { timeoutMs, env })
      if (outcome.failed.length > 0) return row('caught', outcome.failed[0]!)
      if (outcome.isLate) return row('caught', `${spec.file}: no end within ${seconds(timeoutMs)}`)
      if (outcome.passedCount === 0) {
        console.log(outcome.output)
        return row('BROKEN', `${spec.file} could not be run`)
      }
      passed += outcome.passedCount
    } finally {
      workspace.restore()
    }
  }
  return row('SURVIVED', `${passed} tests pass`)
}

const print = ({ by, name, tookMs, verdict }: Row): void =>
  console.log(
    `${verdict === 'caught' ? '✓' : '✗'} ${verdict.padEnd(8)} ${name}\n    ${by} (${seconds(tookMs)})`,
  )

const report = (rows: readonly Row[], wanted: number): boolean => {
  const caught = rows.filter(({ verdict }) => verdict === 'caught').length
  console.log(`\n${caught} of ${wanted} mutants caught`)
  for (const { name, verdict } of rows.filter(({ verdict: seen }) => seen !== 'caught'))
    console.log(`✗ ${verdict} ${name}`)
  return caught === wanted
}

if (values.help) console.log(usage)
else process.exit((await main()) ? 0 : 1)
