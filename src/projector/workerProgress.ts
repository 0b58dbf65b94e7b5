import type { StreamId } from '@/ledger/streamId'

import type { BreakerState } from './breaker'

/** What a worker has done since it started. */
export interface WorkerProgress {
  consumer: string
  isRunning: boolean
  lastId?: StreamId
  applied: number
  repeated: number
  parked: number
  lost: number
  lastBatchAt?: Date
  /** When the batch under way was begun; absent while there is none. */
  batchStartedAt?: Date
  /** When the worker last did or tried anything. */
  lastSignAt?: Date
  /** Why it leaves the ledger to others, where it does. */
  standingBy?: string
  /** By name: `mongodb`, `redis`, `projection:NAME`. */
  breakers: Record<string, BreakerState>
}
