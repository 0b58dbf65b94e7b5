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
type Verdict = 'caught' | 'SURVIVED' | 'BROKEN' | 'STALE'
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
      const isSound = await checkUnchanged(workspace, chosen, env)
      if (!isSound) return false
      const rows: Row[] = []
      for (const mutant of chosen) {
        if (signal.aborted) break
        rows.push(await tryMutant(workspace, mutant, env))
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

/** Without any mutant every spec passes: else that one fails says nothing. */
const checkUnchanged = async (
  workspace: Workspace,
  chosen: readonly Mutant[],
  env: NodeJS.ProcessEnv,
): Promise<boolean> => {
  const specs = new Map<string, Spec>()
  for (const spec of chosen.flatMap((mutant) => mutant.specs)) specs.set(JSON.stringify(spec), spec)
  console.log(`\nWithout any mutant (${specs.size} sets of tests)`)
  const { failed, isLate, output, passedCount } = await workspace.run([...specs.values()], {
    timeoutMs,
    env,
  })
  if (failed.length === 0 && !isLate && passedCount >= specs.size) return true
  console.log(output)
  console.log(`These fail without any mutant: ${failed.join(', ') || 'a run that did not end'}`)
  return false
}

const tryMutant = async (
  workspace: Workspace,
  mutant: Mutant,
  env: NodeJS.ProcessEnv,
): Promise<Row> => {
  const startedAt = Date.now()
  workspace.mutate(mutant)
  try {
    const { failed, isLate, output, passedCount } = await workspace.run(mutant.specs, {
      timeoutMs,
      env,
    })
    const tookMs = Date.now() - startedAt
    const row = { name: mutant.name, tookMs }
    if (failed.length > 0) return { ...row, verdict: 'caught', by: failed[0]! }
    if (isLate) return { ...row, verdict: 'caught', by: `no end within ${seconds(timeoutMs)}` }
    if (passedCount > 0) return { ...row, verdict: 'SURVIVED', by: `${passedCount} tests pass` }
    console.log(output)
    return { ...row, verdict: 'BROKEN', by: 'no test could be run' }
  } finally {
    workspace.restore()
  }
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
