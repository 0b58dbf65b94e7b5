import type { ClientSession, Filter } from 'mongodb'

import type { LedgerEvent } from '@/ledger/event'
import { type Parsed, parseEntry } from '@/ledger/parse'

import { type ArchivedEntry, archiveOf, type Store } from './store'

/** Reads an archived entry again, with today's rules; what the archive added to it does not count. */
export const parseArchived = (entry: ArchivedEntry): Parsed => {
  const {
    _id,
    applicationId: _a,
    batch: _b,
    customerId: _c,
    disposition: _d,
    streamId,
    writer: _w,
    ...envelope
  } = entry
  return parseEntry(streamId, envelope)
}

/** The event behind an archived entry; nothing where it was not applied or is none any more. */
export const toEvent = (entry: ArchivedEntry): LedgerEvent | undefined => {
  if (entry.disposition !== 'applied') return undefined
  const parsed = parseArchived(entry)
  return parsed.kind === 'event' ? parsed.event : undefined
}

/** The applied events that a filter of the archive finds, in the order of `sort`. */
export async function* readEvents(
  store: Store,
  filter: Filter<ArchivedEntry>,
  sort: Record<string, 1 | -1> = { _id: 1 },
  session?: ClientSession,
): AsyncGenerator<LedgerEvent> {
  const cursor = archiveOf(store).find(
    { ...filter, disposition: 'applied' },
    { sort, batchSize: 1_000, ...(session && { session }) },
  )
  for await (const entry of cursor) {
    const event = toEvent(entry)
    if (event) yield event
  }
}
