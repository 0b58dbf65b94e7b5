import type { ClientSession } from 'mongodb'

import type { LedgerEvent } from '@/ledger/event'

import type { BatchStamp } from './gateMaster'
import { parseArchived } from './readLedger'
import { type ArchivedEntry, archiveOf, type Store } from './store'

/** Some whole batches of one writer, in the order in which they were committed. */
export interface CommittedSlice {
  entries: ArchivedEntry[]
  /** Everything of this writer up to here was read. */
  reached: BatchStamp
}

/** How what was committed is read. */
export interface ReadingOptions {
  /** About so many entries a slice; whole batches are never cut. */
  maximumEntries?: number
  /** Whose snapshot is read. */
  session?: ClientSession
  /** Leaves out what the entries say, which is most of them: `dat` and unknown fields. */
  isWithoutData?: boolean
}

/** What was committed after the passages `from` and up to `to`, a bounded slice at a time. */
export async function* readCommitted(
  store: Store,
  from: readonly BatchStamp[],
  to: readonly BatchStamp[],
  { maximumEntries = 2_000, ...options }: ReadingOptions = {},
): AsyncGenerator<CommittedSlice> {
  const start = toPassageMap(from)
  for (const { batch: end, writer } of to)
    for (let after = start.get(writer) ?? 0; after < end;) {
      const { entries, isLast } = await readSlice(store, {
        writer,
        after,
        end,
        maximumEntries,
        ...options,
      })
      after = isLast ? end : entries.at(-1)!.batch!
      yield { entries, reached: { writer, batch: after } }
    }
}

/** Whole batches until there are enough entries, or enough bytes. */
const readSlice = async (
  store: Store,
  {
    after,
    end,
    isWithoutData = false,
    maximumEntries,
    session,
    writer,
  }: { writer: string; after: number; end: number; maximumEntries: number } & ReadingOptions,
): Promise<{ entries: ArchivedEntry[]; isLast: boolean }> => {
  const entries: ArchivedEntry[] = []
  let size = 0
  const cursor = archiveOf(store).find(
    { writer, batch: { $gt: after, $lte: end } },
    {
      sort: { batch: 1 },
      batchSize: maximumEntries,
      ...(session && { session }),
      ...(isWithoutData && { projection: { dat: 0, extra: 0 } }),
    },
  )
  try {
    for await (const entry of cursor) {
      const isEnough = entries.length >= maximumEntries || size >= maximumSize
      if (isEnough && entry.batch !== entries.at(-1)!.batch) return { entries, isLast: false }
      entries.push(entry)
      size += entry.dat?.length ?? 0
    }
    return { entries, isLast: true }
  } finally {
    await cursor.close()
  }
}

/** Characters of `dat`; one batch of the largest entries is not larger. */
const maximumSize = 16 * 1024 * 1024

/** Passages by writer. */
export const toPassageMap = (passages: readonly BatchStamp[]): Map<string, number> =>
  new Map(passages.map(({ batch, writer }) => [writer, batch]))

/** The passages with one writer moved on. */
export const advance = (passages: readonly BatchStamp[], reached: BatchStamp): BatchStamp[] => [
  ...passages.filter(({ writer }) => writer !== reached.writer),
  reached,
]

/** What a rebuild counts. */
export interface Countable {
  events: LedgerEvent[]
  /** Of these, entries that were ignored when they came and that are known by now. */
  adopted: ArchivedEntry[]
}

/**
 * The events of some entries, read with today's rules and in the order of the ledger. An entry
 * whose type was not known when it came counts from now on; a parked one does not, it has a letter.
 */
export const toCountable = (entries: readonly ArchivedEntry[]): Countable => {
  const countable: Countable = { events: [], adopted: [] }
  const sorted = entries.toSorted((left, right) => (left._id < right._id ? -1 : 1))
  for (const entry of sorted) {
    if (entry.disposition === 'parked') continue
    const parsed = parseArchived(entry)
    if (parsed.kind !== 'event') continue
    countable.events.push(parsed.event)
    const { applicationId, customerId } = parsed.event
    if (entry.disposition === 'ignored')
      countable.adopted.push({
        ...entry,
        ...(applicationId && { applicationId }),
        ...(customerId && { customerId }),
      })
  }
  return countable
}
