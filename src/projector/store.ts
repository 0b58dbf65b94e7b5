import type { ClientSession, Collection, Db, MongoClient } from 'mongodb'

import type { Envelope } from '@/ledger/entry'
import type { StreamId } from '@/ledger/streamId'

import { inTime } from './inTime'
import { oneSessionEach, type Sessions } from './sessions'

/** Where the read models live. Payload reconnects in development, so ask for it on every use. */
export interface Store {
  client: MongoClient
  db: Db
  /** Where transactions get their sessions from; one each where nothing is said. */
  sessions?: Sessions
  /** Whose gate transactions pass; see `gates`. */
  writer?: string
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
  /** Which batch of which writer counted it; see `gates`. Absent in what was archived before. */
  writer?: string
  batch?: number
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
 * Tries once: who calls decides what a conflict or an absent engine calls for. (The driver's own
 * `timeoutMS` cannot be used: servers before 7 refuse it on a cursor's second batch.)
 * @throws {ProcessingTimeout} when neither an answer nor an error came in `timeoutMs`
 */
export const inTransaction = async <T>(
  { client, sessions = oneSessionEach }: Store,
  timeoutMs: number,
  work: (session: ClientSession) => Promise<T>,
): Promise<T> => {
  const session = await withinTime(timeoutMs, () => sessions.acquire(client))
  let isUsable = true
  try {
    return await withinTime(timeoutMs, async () => {
      session.startTransaction({
        readConcern: { level: 'snapshot' },
        writeConcern: { w: 'majority' },
        readPreference: 'primary',
        maxCommitTimeMS: timeoutMs,
      })
      const result = await work(session)
      await session.commitTransaction()
      return result
    })
  } catch (error) {
    if (error instanceof ProcessingTimeout) {
      isUsable = false
      // What was still waiting for an answer goes on when it comes; its next command would then
      // run outside of any transaction. The driver refuses commands on a session that has ended.
      session.hasEnded = true
    }
    throw error
  } finally {
    // Aborts what was not committed; the outcome of an unknown commit is settled by the archive.
    await withinTime(timeoutMs, () => sessions.release(session, client, isUsable))
  }
}

/** An engine did not answer in time: it hangs, or the machine was stopped. */
export class ProcessingTimeout extends Error {
  override readonly name = 'ProcessingTimeout'
  readonly code = 'PROCESSING_TIMEOUT'
}

/** The answer of `work`, or a `ProcessingTimeout` when none came in time. */
export const withinTime = <T>(timeoutMs: number, work: () => Promise<T>): Promise<T> =>
  inTime(timeoutMs, work, (message) => new ProcessingTimeout(message))
