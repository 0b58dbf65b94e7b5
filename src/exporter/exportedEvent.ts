import { fromSortableId, type StreamId } from '@/ledger/streamId'
import type { ArchivedEntry, Disposition } from '@/projector/store'

/** Raised with every change of a row's columns; a sink of another one is refused. */
export const rowSchemaVersion = 1

/** One entry of the archive as a flat row. What an entry does not carry is null. */
export interface ExportedEvent {
  /** The entry's identity; there is one row of each. */
  streamId: StreamId
  /** Both halves of the stream id, unsigned 64-bit: they order the rows. */
  ms: bigint
  n: bigint
  /** The envelope, as text that came. */
  agt: string | null
  typ: string | null
  cid: string | null
  aid: string | null
  uid: string | null
  seq: string | null
  tsp: string | null
  /** What the event concerns, resolved (`dat` may name another than the envelope). */
  applicationId: string | null
  customerId: string | null
  /** What became of the entry. A parked or ignored one may be applied later: its row is replaced. */
  disposition: Disposition
  /** JSON text, verbatim. */
  dat: string | null
  /** Every other field of the entry: JSON text of a flat list of names and values. */
  extra: string | null
}

/** The row of an archived entry. */
export const toExportedEvent = (entry: ArchivedEntry): ExportedEvent => {
  const streamId = fromSortableId(entry._id)
  const dash = streamId.indexOf('-')
  const { agt, aid, applicationId, cid, customerId, dat, extra, seq, tsp, typ, uid } = entry
  return {
    streamId,
    ms: BigInt(streamId.slice(0, dash)),
    n: BigInt(streamId.slice(dash + 1)),
    agt: agt ?? null,
    typ: typ ?? null,
    cid: cid ?? null,
    aid: aid ?? null,
    uid: uid ?? null,
    seq: seq ?? null,
    tsp: tsp ?? null,
    applicationId: applicationId ?? null,
    customerId: customerId ?? null,
    disposition: entry.disposition,
    dat: dat ?? null,
    extra: extra === undefined ? null : JSON.stringify(extra),
  }
}

/** Characters that a row is about. */
export const sizeOf = ({ dat, extra }: ExportedEvent): number =>
  200 + (dat?.length ?? 0) + (extra?.length ?? 0)
