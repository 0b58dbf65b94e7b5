import type { StreamId } from '@/ledger/streamId'

import type { Question } from './facts'
import type { Held, Unchanged } from './sustain'

/** What one evaluation hands to the next. */
export interface HealthMemory {
  held: Record<string, Held>
  /** Where processing stands; absent while nothing is outstanding or an engine is away. */
  progress?: Unchanged
  oldestPending?: Unchanged
  /** The entry that made the difference to the archive too great. */
  excessId?: StreamId
  /** When the first verdict was given. */
  begunAtMs?: number
  /** What has ever been answered. */
  answered?: Question[]
}

/** When a fact becomes a finding. */
export interface HealthThresholds {
  lagAlertEvents: number
  syncDifferenceEvents: number
  /** How long a warning has to hold. */
  holdMs: number
  /** No progress for so long, with something to do, is a stall. */
  stallMs: number
  /** How long a dead worker's entries may wait until another worker takes them over. */
  takeoverMs: number
  slowMs: number
  /** A first answer may be awaited for so long after the first verdict. */
  startMs: number
}

export const emptyMemory: HealthMemory = { held: {} }
