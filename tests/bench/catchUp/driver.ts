import type { Collection, Db, Document } from 'mongodb'

import type { BenchEngines } from '../engines'

/** How many lanes insert at once; the best of them counts. */
const laneCounts = [1, 2, 4]
const batchSize = 500

/**
 * The least that keeping the events can cost: the driver inserts the very documents of an archive
 * into an empty collection with the archive's indexes, majority, in batches of 500, nothing else.
 * @returns events per second of the best number of lanes
 */
export const benchDriver = async (
  bench: BenchEngines,
  archive: Collection,
): Promise<{ eventsPerSecond: number; lanes: number }> => {
  const documents = await archive.find().toArray()
  let best = { eventsPerSecond: 0, lanes: 0 }
  for (const lanes of laneCounts) {
    const store = await bench.openStore()
    const seconds = await insertAll(store.db, documents, lanes)
    await store.drop()
    const eventsPerSecond = documents.length / seconds
    if (eventsPerSecond > best.eventsPerSecond) best = { eventsPerSecond, lanes }
  }
  return best
}

const insertAll = async (
  db: Db,
  documents: readonly Document[],
  lanes: number,
): Promise<number> => {
  const collection = db.collection('ledger-events', { writeConcern: { w: 'majority' } })
  const batches: Document[][] = []
  for (let start = 0; start < documents.length; start += batchSize)
    batches.push(documents.slice(start, start + batchSize))
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let batch = batches.shift(); batch; batch = batches.shift())
        await collection.insertMany(batch, { ordered: false })
    }),
  )
  return (performance.now() - startedAt) / 1_000
}
