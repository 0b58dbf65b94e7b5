import { readPassages } from '../gateControl'
import type { BatchStamp } from '../gateMaster'
import { foldBatch } from '../foldBatch'
import { type ArchivedEntry, archiveOf, inTransaction, type Store } from '../store'
import { whileContested } from '../whileContested'
import { advance, readCommitted, toCountable, toPassageMap } from '../committed'
import type { OwnedRebuild } from './owned'
import type { RebuildRecord } from './record'
import { toAdoptedName, toTarget } from './shadows'

/** Called after every step, with the record as it is now. */
export type OnProgress = (record: RebuildRecord) => void

/**
 * Folds everything that was committed before the rebuild began, in the order of the ledger. Each
 * step is one transaction with its checkpoint: a crash repeats nothing and skips nothing.
 */
export const foldBase = async (
  store: Store,
  rebuild: OwnedRebuild,
  { onProgress, signal }: { onProgress: OnProgress; signal: AbortSignal },
): Promise<void> => {
  const { until } = rebuild.record
  const passages = toPassageMap(rebuild.record.passages)
  // Whatever carries a later stamp belongs to the tail, even if it is in the way.
  const isBase = ({ batch, writer }: ArchivedEntry): boolean =>
    batch === undefined || writer === undefined || batch <= (passages.get(writer) ?? 0)
  const read = (after: string | undefined): Promise<ArchivedEntry[]> =>
    readPage(store, after, until)
  let next = read(rebuild.record.position)
  for (;;) {
    const page = await next
    if (page.length === 0 || signal.aborted) return
    const position = page.at(-1)!._id
    next = read(position)
    next.catch(() => undefined)
    await foldStep(store, rebuild, page.filter(isBase), {
      position,
      counted: rebuild.record.counted + page.length,
    })
    onProgress(rebuild.record)
  }
}

/**
 * Folds what was committed since, up to now.
 * @returns how many entries that were
 */
export const foldTail = async (
  store: Store,
  rebuild: OwnedRebuild,
  { onProgress, signal }: { onProgress: OnProgress; signal: AbortSignal },
): Promise<number> => {
  const now: BatchStamp[] = await readPassages(store)
  let folded = 0
  for await (const { entries, reached } of readCommitted(store, rebuild.record.passages, now)) {
    if (signal.aborted) return folded
    folded += entries.length
    await foldStep(store, rebuild, entries, {
      passages: advance(rebuild.record.passages, reached),
      counted: rebuild.record.counted + entries.length,
    })
    onProgress(rebuild.record)
  }
  return folded
}

const foldStep = async (
  store: Store,
  rebuild: OwnedRebuild,
  entries: readonly ArchivedEntry[],
  progress: Partial<RebuildRecord>,
): Promise<void> => {
  const { adopted, events } = toCountable(entries)
  const { _id: generation } = rebuild.record
  await whileContested(() =>
    inTransaction({ ...store, sessions: rebuild.sessions }, stepTimeoutMs, async (session) => {
      await rebuild.checkpoint(progress, session)
      await foldBatch(store, session, events, { target: toTarget(generation) })
      if (adopted.length > 0)
        await store.db
          .collection<ArchivedEntry>(toAdoptedName(generation))
          .insertMany(adopted, { session, ignoreUndefined: true })
    }),
  )
  rebuild.committed(progress)
}

const stepTimeoutMs = 60_000
const maximumPageEntries = 20_000
const maximumPageBytes = 16 * 1024 * 1024

/** The next entries of the archive; few where they are large. */
const readPage = async (
  store: Store,
  after: string | undefined,
  until: string | undefined,
): Promise<ArchivedEntry[]> => {
  if (until === undefined) return []
  const cursor = archiveOf(store).find(
    {
      _id: { ...(after !== undefined && { $gt: after }), $lte: until },
      disposition: { $in: ['applied', 'ignored'] },
    },
    { sort: { _id: 1 }, limit: maximumPageEntries, batchSize: maximumPageEntries },
  )
  const page: ArchivedEntry[] = []
  let bytes = 0
  try {
    for await (const entry of cursor) {
      page.push(entry)
      bytes += (entry.dat?.length ?? 0) + (entry.extra?.join('').length ?? 0)
      if (bytes >= maximumPageBytes) break
    }
  } finally {
    await cursor.close()
  }
  return page
}
