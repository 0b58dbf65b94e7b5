import { toSortableId } from '@/ledger/streamId'
import { applyBatch, parkEntry, type ParsedEntry, toParsedEntry } from '@/projector/applyBatch'
import type { Store } from '@/projector/store'

/** Something that a customer said in the conversation `c1`. */
export const utterance = (id: string, dat: string): ParsedEntry =>
  toParsedEntry(id, {
    agt: 'broker',
    typ: 'user_input',
    cid: 'c1',
    tsp: '2024-01-15T10:00:00Z',
    dat,
  })

/** Projects entries as the worker does. */
export const apply = (store: Store, ...entries: ParsedEntry[]) =>
  applyBatch(store, entries, { now: new Date(), timeoutMs: 30_000 })

/** Parks an entry as if an earlier version of the code had failed on it. @returns its letter's id */
export const park = async (store: Store, parsed: ParsedEntry): Promise<string> => {
  const failure = {
    code: 'PROJECTION_FAILED',
    reason: 'a bug',
    attempts: 3,
    now: new Date(),
    error: new TypeError('a bug'),
  }
  await parkEntry(store, parsed, failure, 30_000)
  return toSortableId(parsed.id)
}
