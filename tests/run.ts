import { buildIfStale } from '@/engines/build'
import { listenForInterrupt } from '@/engines/interrupt'
import { explain } from '@/engines/launcher'
import { Interrupted } from '@/engines/problem'
import { createProgress, seconds } from '@/engines/progress'
import { startTestEngines, type TestEngines } from '@/engines/testing'

import { runContract } from './contract/run'
import { checks } from './runner/checks'
import { startTarget } from './runner/endToEnd'
import { readRunOptions, type StepName } from './runner/options'
import { runSuite } from './runner/suite'
import { closingLine, sum, type Tally } from './runner/tally'

const log = createProgress()
const failure: Tally = { passed: 0, failed: 1, skipped: 0 }

const main = async (only: readonly StepName[], extra: readonly string[]): Promise<void> => {
  const startedAt = Date.now()
  const results: { title: string; tally: Tally; tookMs: number }[] = []
  const { signal } = listenForInterrupt({
    onFirst: () => log.note('Stopping (Ctrl-C again to force)'),
    force: () => process.exit(130),
  })
  let engines: TestEngines | undefined

  /** Runs a step; whatever goes wrong in it is one failure, and the next step runs. */
  const step = async (title: string, work: () => Promise<Tally>): Promise<void> => {
    if (signal.aborted) return
    console.log(`\n▸ ${title}`)
    const stepStartedAt = Date.now()
    const tally = await work().catch((error: unknown) => {
      if (!(error instanceof Interrupted)) explain(error)
      return failure
    })
    const tookMs = Date.now() - stepStartedAt
    console.log(`${tally.failed > 0 ? '✗' : '✓'} ${title} (${seconds(tookMs)})`)
    results.push({ title, tally, tookMs })
  }

  for (const check of checks.filter(({ name }) => only.includes(name)))
    await step(check.title, async () => {
      const problem = await check.run(signal)
      if (problem) console.log(problem)
      return problem ? failure : { passed: 1, failed: 0, skipped: 0 }
    })
  if (only.includes('unit'))
    await step('Unit tests', () => runSuite({ project: 'unit', extra, signal }))
  if (only.includes('integration'))
    await step('Integration tests', async () => {
      engines ??= await startTestEngines({ log, signal })
      const env = {
        TEST_ENGINES: 'provided',
        DATABASE_URI: engines.databaseUri,
        REDIS_URL: engines.redisUrl,
      }
      return runSuite({ project: 'integration', env, extra, signal })
    })
  if (only.includes('e2e'))
    await step('End-to-end tests', async () => {
      await log.step('Build', (detail) => buildIfStale({ detail, signal }))
      engines ??= await startTestEngines({ log, signal })
      const env = await startTarget({ engines, log, signal })
      return runSuite({ project: 'e2e', env, extra, signal })
    })
  if (only.includes('contract'))
    await step('API against its description', async () => {
      await log.step('Build', (detail) => buildIfStale({ detail, signal }))
      engines ??= await startTestEngines({ log, signal })
      return runContract({ engines, log, signal })
    })
  await engines?.stop()

  const total = sum(results.map(({ tally }) => tally))
  console.log(`\n${'─'.repeat(72)}`)
  for (const { tally, title, tookMs } of results)
    console.log(
      `${tally.failed > 0 ? '✗' : '✓'} ${title.padEnd(36)} ${closingLine(tally).padEnd(24)} ${seconds(tookMs)}`,
    )
  console.log(
    `All in ${seconds(Date.now() - startedAt)}${signal.aborted ? ', stopped early' : ''}\n`,
  )
  console.log(closingLine(total))
  process.exit(total.failed > 0 || total.passed === 0 || signal.aborted ? 1 : 0)
}

const options = readRunOptions(process.argv.slice(2))
if (typeof options === 'string') {
  console.log(options)
  process.exitCode = 1
} else await main(options.only, options.extra)
