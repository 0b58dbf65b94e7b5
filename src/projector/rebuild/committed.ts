import type { LedgerEvent } from '@/ledger/event'

import type { BatchStamp } from '../gateControl'
import { parseArchived } from '../readLedger'
import { type ArchivedEntry, archiveOf, type Store } from '../store'

/** Some whole batches of one writer, in the order in which they were committed. */
export interface CommittedSlice {
  entries: ArchivedEntry[]
  /** Everything of this writer up to here was read. */
  reached: BatchStamp
}

/** What was committed after the passages `from` and up to `to`, a bounded slice at a time. */
export async function* readCommitted(
  store: Store,
  from: readonly BatchStamp[],
  to: readonly BatchStamp[],
  maximumEntries = 2_000,
): AsyncGenerator<CommittedSlice> {
  const start = toPassageMap(from)
  for (const { batch: end, writer } of to)
    for (let after = start.get(writer) ?? 0; after < end;) {
      const entries = await archiveOf(store)
        .find(
          { writer, batch: { $gt: after, $lte: end } },
          { sort: { batch: 1 }, limit: maximumEntries, batchSize: maximumEntries + 1 },
        )
        .toArray()
      if (entries.length < maximumEntries) after = end
      else {
        // The last batch may be cut off: it comes with the next slice, or as a whole now.
        const last = entries.at(-1)!.batch!
        const whole = entries.filter(({ batch }) => batch !== last)
        if (whole.length > 0) entries.splice(0, entries.length, ...whole)
        else
          entries.splice(
            0,
            entries.length,
            ...(await archiveOf(store).find({ writer, batch: last }).toArray()),
          )
        after = entries.at(-1)!.batch!
      }
      yield { entries, reached: { writer, batch: after } }
    }
}

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
