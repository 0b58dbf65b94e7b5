import type { Redis } from 'ioredis'
import type { Logger } from 'pino'

import type { StreamId } from '@/ledger/streamId'
import type { ChangeFrame } from '@/realtime/frames'

import type { Aftermath } from './aftermath'
import type { BreakerSettings } from './breaker'
import type { Breakers } from './breakers'
import type { ProjectorObserver } from './observer'
import type { RecoverySettings } from './recovery'
import type { Store } from './store'

/** How hard to try (contract: resilience settings). */
export interface ResilienceSettings {
  /** Tries of an event that fails by itself, before it is parked. */
  attempts: number
  /** Doubles with each further try, plus up to as much again at random. */
  baseDelayMs: number
  processingTimeoutMs: number
  /** The contract's where nothing is said. */
  breaker?: BreakerSettings
  recovery?: RecoverySettings
}

/** What the projector works with. */
export interface ProjectorParts {
  /** Asked for on every use: Payload reconnects in development. */
  store: () => Store
  /** Where a second transaction of this worker writes at the same time; see `lanes`. */
  secondStore?: () => Store
  /** The fewest entries of a batch that is applied in two transactions; 500. */
  lanesFrom?: number
  redis: Redis
  /** Publishes the frames of a committed batch to every screen. */
  publish: (frames: ChangeFrame[]) => Promise<unknown>
  /** In which collections screens were told of these events, as far as is known; without it none. */
  findTold?: (eventIds: readonly StreamId[]) => Promise<ReadonlyMap<StreamId, ReadonlySet<string>>>
  /** Makes every screen load again, where a change cannot be told; without it that is only logged. */
  resync?: () => Promise<unknown>
  /** The Redis list of dead letters. */
  deadLetterList: string
  settings: ResilienceSettings
  logger: Logger
  /**
   * Tells the screens of repeats again: they were delivered before, and who had them may have died
   * between the commit and the telling.
   */
  isTellingRepeats?: boolean
  /** Says what may be tried now; without it everything may, and nothing is postponed. */
  breakers?: Breakers
  /** The events are tried to find out whether a projection that refused others works again. */
  isProbe?: boolean
  /**
   * Told when events are folded and the database has yet to write them: the time for other work of
   * this processor. Once for each chunk, half or further try of a batch.
   */
  onFolded?: () => void
  /** Where what follows a commit goes; without it a batch is processed when all of it is done. */
  aftermath?: Aftermath
  /** Told what happens; counts it. */
  observer?: ProjectorObserver
  /** Ends every wait when the projector stops. */
  signal: AbortSignal
  /** Ends the waits of what follows a commit, a bounded time later; with `signal` where it is absent. */
  settleSignal?: AbortSignal
}
