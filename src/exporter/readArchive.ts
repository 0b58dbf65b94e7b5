import { ReadConcern } from 'mongodb'

import { advance, readCommitted } from '@/projector/committed'
import { readPassages } from '@/projector/gateControl'
import { type BatchStamp, rebuildsName } from '@/projector/gateMaster'
import { type ArchivedEntry, archiveOf, type Store } from '@/projector/store'

import type { ExportPosition } from './position'

/** Some entries, and how far the export is once it has them. */
export interface ArchiveSlice {
  entries: ArchivedEntry[]
  moved: Partial<ExportPosition>
}

const maximumSliceEntries = 2_000

/** A store that reads only what outlives the primary: what was exported is never rolled back. */
export const readingMajority = (store: Store): Store => ({
  ...store,
  db: store.client.db(store.db.databaseName, { readConcern: new ReadConcern('majority') }),
})

/** What the export has not seen yet, up to now: first what has no stamp, then batch by batch. */
export async function* readOutstanding(
  store: Store,
  { older, passages }: ExportPosition,
): AsyncGenerator<ArchiveSlice> {
  if (!older.isDone) yield* readOlder(store, older.after)
  const now = await readPassages(store)
  let reached: BatchStamp[] = passages
  const reading = { maximumEntries: maximumSliceEntries }
  for await (const slice of readCommitted(store, passages, now, reading)) {
    reached = advance(reached, slice.reached)
    yield { entries: slice.entries, moved: { passages: reached } }
  }
}

/** Entries that were archived before gates existed, in the order of the ledger. */
async function* readOlder(store: Store, after: string | null): AsyncGenerator<ArchiveSlice> {
  const archive = archiveOf(store)
  // The index of the stamps knows at once whether there is any.
  const first = await archive.findOne(unstamped, {
    hint: { writer: 1, batch: 1 },
    projection: { _id: 1 },
  })
  if (first) {
    const cursor = archive.find(
      { ...unstamped, ...(after !== null && { _id: { $gt: after } }) },
      { sort: { _id: 1 }, batchSize: maximumSliceEntries, hint: { _id: 1 } },
    )
    let entries: ArchivedEntry[] = []
    let size = 0
    for await (const entry of cursor) {
      entries.push(entry)
      size += entry.dat?.length ?? 0
      if (entries.length < maximumSliceEntries && size < maximumSliceCharacters) continue
      yield { entries, moved: { older: { after: entry._id, isDone: false } } }
      entries = []
      size = 0
    }
    yield { entries, moved: { older: { after: entries.at(-1)?._id ?? after, isDone: true } } }
  } else yield { entries: [], moved: { older: { after, isDone: true } } }
}

const unstamped = { writer: { $exists: false } }
const maximumSliceCharacters = 16 * 1024 * 1024

/** The latest rebuild that was switched in: it may have made events of entries that were ignored. */
export const readGeneration = async ({ db }: Store): Promise<number> => {
  const latest = await db
    .collection<{ _id: number; phase: string }>(rebuildsName)
    .findOne({ phase: 'switched' }, { sort: { _id: -1 }, projection: { _id: 1 } })
  return latest?._id ?? 0
}

/** Those of some entries that count by now. */
export const readApplied = (store: Store, ids: string[]): Promise<ArchivedEntry[]> =>
  archiveOf(store)
    .find({ _id: { $in: ids }, disposition: 'applied' })
    .toArray()

/** How many entries an export lacks; counted no further than `maximum`. */
export const countOutstanding = async (
  store: Store,
  { older, passages }: ExportPosition,
  maximum = 100_000,
): Promise<{ entries: number; isAtLeast: boolean }> => {
  const archive = archiveOf(store)
  const reached = new Map(passages.map(({ batch, writer }) => [writer, batch]))
  let entries = 0
  const count = async (filter: object, hint: Record<string, 1>): Promise<void> => {
    if (entries < maximum)
      entries += await archive.countDocuments(filter, { limit: maximum - entries, hint })
  }
  if (!older.isDone)
    await count(
      { ...unstamped, ...(older.after !== null && { _id: { $gt: older.after } }) },
      {
        writer: 1,
        batch: 1,
      },
    )
  for (const { batch, writer } of await readPassages(store))
    await count(
      { writer, batch: { $gt: reached.get(writer) ?? 0, $lte: batch } },
      { writer: 1, batch: 1 },
    )
  return { entries, isAtLeast: entries >= maximum }
}
