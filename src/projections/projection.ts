import type { EventType, LedgerEvent } from '@/ledger/event'

import type { CustomerDocument, ProjectedDocument } from './documents'

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

/**
 * A read model that is worked out from another one, and from the customer that it links to: a pure
 * function of the two, so that it obeys the law as they do. Its documents have the same ids.
 */
export interface DerivedProjection<
  Source extends ProjectedDocument,
  Document extends ProjectedDocument,
> {
  /** The collection's slug. */
  name: string
  /** Raised when the same source shall give another document: it starts a rebuild. */
  version: number
  source: Projection<Source>
  derive(source: Source, customer?: CustomerDocument): Document
}
