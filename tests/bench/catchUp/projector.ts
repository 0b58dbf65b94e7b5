import type { Store } from '@/projector/store'
import { createChangeFeed } from '@/realtime/changeFeed'

import { append, untilCaughtUp } from '../../support/worker'
import { createBenchWorker } from '../benchWorker'
import type { BenchEngines } from '../engines'

/**
 * A worker as the product runs it (archive, fold, write, publish, acknowledge) catches up with a
 * stream of events. @returns events per second, and the database that it filled
 */
export const benchProjector = async (
  bench: BenchEngines,
  events: readonly Record<string, string>[],
): Promise<{ eventsPerSecond: number; store: Store & { drop: () => Promise<void> } }> => {
  const store = await bench.openStore()
  const redis = bench.connect()
  const stream = 'bench:ledger'
  for (let start = 0; start < events.length; start += 5_000)
    await append(redis, stream, events.slice(start, start + 5_000))
  const feed = createChangeFeed({ redis, stream: 'bench:feed', channel: 'bench:updates' })
  const worker = createBenchWorker({
    store,
    connect: bench.connect,
    stream,
    publish: feed.publish,
  })
  const startedAt = performance.now()
  worker.start()
  await untilCaughtUp(redis, stream, 600_000)
  const seconds = (performance.now() - startedAt) / 1_000
  await worker.stop()
  await expectArchived(store, events.length)
  await redis.del(stream, 'bench:feed', 'bench:feed:trimmed', 'bench:feed:floor')
  return { eventsPerSecond: events.length / seconds, store }
}

/** Nothing that was not done may count as fast. */
const expectArchived = async ({ db }: Store, count: number): Promise<void> => {
  const archived = await db.collection('ledger-events').countDocuments()
  if (archived !== count) throw new Error(`${archived} of ${count} events were archived`)
}
