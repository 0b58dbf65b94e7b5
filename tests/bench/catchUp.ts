import { pino } from 'pino'

import { createWorker } from '@/projector/worker'
import { createChangeFeed } from '@/realtime/changeFeed'
import { generateEvents } from '@/simulator'

import { append, untilCaughtUp } from '../support/worker'
import type { Bench } from './engines'

/**
 * A worker as the product runs it (archive, fold, write, publish, acknowledge) catches up with a
 * stream of simulated conversations. @returns events per second
 */
export const benchCatchUp = async (
  bench: Bench,
  count: number,
): Promise<{ eventsPerSecond: number }> => {
  const store = await bench.openStore()
  const redis = bench.connect()
  const stream = 'bench:ledger'
  const events = generateEvents({ seed: 1, conversations: 200, count })
  for (let start = 0; start < events.length; start += 5_000)
    await append(redis, stream, events.slice(start, start + 5_000))
  const feed = createChangeFeed({ redis, stream: 'bench:feed', channel: 'bench:updates' })
  const worker = createWorker(
    {
      store: () => store,
      redis: bench.connect(),
      blocking: bench.connect(),
      publish: feed.publish,
      deadLetterList: `${stream}:deadletter`,
      settings: { attempts: 3, baseDelayMs: 1_000, processingTimeoutMs: 30_000 },
      logger: pino({ level: 'warn' }, process.stderr),
    },
    {
      stream,
      workerId: 'bench',
      batchSize: 500,
      blockMs: 5_000,
      claimIdleMs: 60_000,
      claimEveryMs: 15_000,
    },
  )
  const startedAt = performance.now()
  worker.start()
  await untilCaughtUp(redis, stream, 600_000)
  const seconds = (performance.now() - startedAt) / 1_000
  await worker.stop()
  await redis.del(stream, 'bench:feed', 'bench:feed:trimmed', 'bench:feed:floor')
  return { eventsPerSecond: count / seconds }
}
