import type { ClientSession, Collection, Db, MongoClient } from 'mongodb'

import type { Envelope } from '@/ledger/entry'
import type { StreamId } from '@/ledger/streamId'

/** Where the read models live. Payload reconnects in development, so ask for it on every use. */
export interface Store {
  client: MongoClient
  db: Db
}

/** What became of an archived entry. */
export type Disposition =
  /** Projected; transcripts, verification and rebuilds read these. */
  | 'applied'
  /** Another agent's, or a type that was not known when it came. */
  | 'ignored'
  /** Could not be applied; its dead letter says why. */
  | 'parked'

/** One entry of the stream, verbatim, under its stream id in the form that sorts. */
export interface ArchivedEntry extends Envelope {
  _id: string
  streamId: StreamId
  disposition: Disposition
  /** Business ids that the event concerns, resolved (`dat` may name another than the envelope). */
  applicationId?: string
  customerId?: string
}

/** Why an entry could not be applied, and the entry itself. */
export interface DeadLetter {
  _id: string
  streamId: StreamId
  code: string
  path?: string
  reason: string
  errorClass?: string
  stack?: string
  projection?: string
  attempts: number
  firstFailedAt: Date
  lastFailedAt: Date
  typ?: string
  cid?: string
  aid?: string
  uid?: string
  /** The entry's fields as JSON text: a flat list of names and values. */
  entry: string
  status: 'parked' | 'retried' | 'discarded'
  /** When it was pushed on the Redis list; absent while that is still owed. */
  listedAt?: Date
}

export const archiveName = 'ledger-events'
export const deadLettersName = 'dead-letters'
export const projectionStatesName = 'projection-states'

/** The archive of every entry. */
export const archiveOf = ({ db }: Store): Collection<ArchivedEntry> => db.collection(archiveName)

/** What could not be applied. */
export const deadLettersOf = ({ db }: Store): Collection<DeadLetter> =>
  db.collection(deadLettersName)

/**
 * Runs `work` in one transaction: a snapshot to read from, durable on a majority when it returns.
 * What may pass by itself (a conflict with another worker, an unknown commit result) is tried
 * again by the driver until `timeoutMs` is over.
 */
export const inTransaction = async <T>(
  { client }: Store,
  timeoutMs: number,
  work: (session: ClientSession) => Promise<T>,
): Promise<T> => {
  const session = client.startSession()
  try {
    return await session.withTransaction(() => work(session), {
      readConcern: { level: 'snapshot' },
      writeConcern: { w: 'majority' },
      readPreference: 'primary',
      timeoutMS: timeoutMs,
    })
  } finally {
    await session.endSession()
  }
}
