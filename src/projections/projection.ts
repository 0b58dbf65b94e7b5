import type { EventType, LedgerEvent } from '@/ledger/event'

import type { ProjectedDocument } from './documents'

/**
 * A read model: a pure function of the set of events.
 *
 * `evolve` knows no clock, does no I/O and assumes no order. It is built from three tools alone:
 * the last writer of a field wins by stream id (`lastWriter`), lists that are only inserted into
 * and keyed by an id (`insertOnly`), and sums over events, each of which it is given once.
 * The law that follows and is tested: any permutation, any repetition, any split into batches,
 * any number of workers give the same document.
 */
export interface Projection<Document extends ProjectedDocument> {
  /** The collection's slug. */
  name: string
  /** Raised when the same events shall give another document: it starts a rebuild. */
  version: number
  handles: readonly EventType[]
  /** Ids of the documents that an event concerns. */
  keysOf(event: LedgerEvent): string[]
  /** The document after one more event, which it has not counted before. */
  evolve(document: Document | undefined, event: LedgerEvent): Document
}
