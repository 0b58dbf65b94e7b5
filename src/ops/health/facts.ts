import type { StreamId } from '@/ledger/streamId'
import type { AnalyticsFacts } from '@/projector/analytics/facts'

/** What an engine is asked. */
export type Question = 'redis' | 'mongodb' | 'ledger' | 'archive' | 'sync'

/** What an engine answered in time, or the code of why it did not. */
export type Answer<T> =
  { isAnswered: true; value: T; latencyMs: number } | { isAnswered: false; code: string }

/** The stream and its consumer group at one instant. */
export interface LedgerFacts {
  /** Redis' own clock: stream ids are made with it. */
  nowMs: number
  /** Entries in the stream now; 0 where there is no stream. */
  length: number
  /** Entries that were ever added. */
  entriesAdded: number
  firstId?: StreamId
  group?: GroupFacts
  /** The first ids of the stream that are acknowledged for certain, at most 20. */
  acknowledgedHeadIds: StreamId[]
  /** Entries that were reported as lost in the last 24 hours, unless the report was removed. */
  lostLastDay: number
}

/** The consumer group that projects. */
export interface GroupFacts {
  lastDeliveredId: StreamId
  pending: number
  /** Entries that nobody was given yet; counted where Redis does not know. */
  lagEvents: number
  /** Counting was ended: there are at least so many. */
  isLagAtLeast: boolean
  /** Entries that were read since the stream began; absent where Redis does not know. */
  entriesRead?: number
  nextUndeliveredId?: StreamId
  oldestPending?: { id: StreamId; consumer: string; idleMs: number }
}

/** The archive, read after the ledger: what was acknowledged there must be here. */
export interface ArchiveFacts {
  greatestId?: StreamId
  /** Acknowledged entries of the stream's beginning that the archive does not have. */
  missingIds: StreamId[]
  sampled: number
  /** Dead letters parked in the last hour. */
  parkedLastHour: number
  /** Dead letters that wait for a decision; at most 10,000 are counted. */
  parked: number
  /** Documents that the self-check found to be not what the ledger says; at most 1,000. */
  drifted: number
  /** Number of the rebuild under way. */
  rebuild?: number
  /** How the numbers of the business stand; absent where nobody ever counted. */
  analytics?: AnalyticsFacts
  /** When the self-check had last been through all documents. */
  selfCheckedAt?: Date
}

/** The stream against the archive, read after the archive. */
export interface SyncFacts {
  /** The greatest id that the stream ever gave; nothing where there is no stream. */
  lastGeneratedId?: StreamId
  entriesAfterArchive: number
  isAtLeast: boolean
  /** The first entry after the greatest archived one. */
  firstAfterId?: StreamId
  /** The entry by which the difference is greater than it may be. */
  excessId?: StreamId
}

/** Everything that a verdict is made of. */
export interface HealthFacts {
  atMs: number
  redis: Answer<unknown>
  mongodb: Answer<{ isWritablePrimary: boolean }>
  ledger: Answer<LedgerFacts>
  archive: Answer<ArchiveFacts>
  sync: Answer<SyncFacts>
  /** Whether this process is meant to project (`ENABLE_EVENT_PROCESSING`). */
  isProcessingEnabled: boolean
  worker?: WorkerFacts
}

/** What the worker of this process says of itself. */
export interface WorkerFacts {
  consumer: string
  isRunning: boolean
  /** Why it leaves the ledger to others, where it does. */
  standingBy?: string
  /** State of each circuit breaker by its name. */
  breakers?: Readonly<Record<string, string>>
  /** When the batch under way was begun. */
  batchStartedAt?: Date
  /** When it last told of anything: a batch, a parked event, a retry. */
  lastSignAt?: Date
}
