import type { Logger } from 'pino'

import type { StreamId } from '@/ledger/streamId'

import type { AppliedBatch, ParsedEntry } from './applyBatch'
import type { BreakerState } from './breaker'

/** What became of one entry of the ledger. */
export type EntryResult = 'applied' | 'ignored' | 'repeated' | 'parked'

/** How many entries of one type (as the producer wrote it) came to the same result. */
export interface EntryTally {
  type: string | undefined
  result: EntryResult
  count: number
}

/** One batch, once it is durable. */
export interface BatchReport {
  size: number
  tallies: readonly EntryTally[]
  /** From the first try until the commit. */
  durationMs: number
}

/** The changes of one batch, once every screen was told. */
export interface PublishReport {
  /** The events that were applied for the first time. */
  streamIds: readonly StreamId[]
  durationMs: number
}

/**
 * What the projector tells whoever watches it: numbers and ids, never what an event says. Every
 * call is optional; one that throws is logged and holds nothing up.
 */
export interface ProjectorObserver {
  onBatch?: (report: BatchReport) => void
  onPublished?: (report: PublishReport) => void
  /** An entry was parked, at once or after its attempts. */
  onParked?: (parked: { streamId: StreamId; code: string }) => void
  /** Another worker wrote the same documents; the transaction is run again. */
  onConflict?: () => void
  /** An engine did not answer; the work is tried again. */
  onUnavailable?: () => void
  /** Entries were deleted or trimmed from the stream before they could be projected. */
  onLost?: (count: number) => void
  /** A circuit breaker is there, or changed: `mongodb`, `redis` or `projection:NAME`. */
  onBreaker?: (change: { breaker: string; state: BreakerState }) => void
}

/** Tells the observer, if there is one. */
export const observe = (
  { logger, observer }: { logger: Logger; observer?: ProjectorObserver },
  tell: (observer: ProjectorObserver) => void,
): void => {
  if (!observer) return
  try {
    tell(observer)
  } catch (error) {
    logger.warn({ err: error }, 'an observer of the projector failed')
  }
}

/** An observer that also notes that there was anything to tell: a sign of life. */
export const withSign = (
  observer: ProjectorObserver | undefined,
  onSign: () => void,
): ProjectorObserver =>
  Object.fromEntries(
    observedNames.map((name) => [
      name,
      (...told: never[]) => {
        onSign()
        ;(observer?.[name] as ((...told: never[]) => void) | undefined)?.(...told)
      },
    ]),
  )

const observedNames = [
  'onBatch',
  'onPublished',
  'onParked',
  'onConflict',
  'onUnavailable',
  'onLost',
  'onBreaker',
] as const satisfies (keyof ProjectorObserver)[]

/** Counts what became of the entries of a committed batch, by type. */
export const tallyBatch = (
  entries: readonly ParsedEntry[],
  { parked, repeats }: Pick<AppliedBatch, 'parked' | 'repeats'>,
): EntryTally[] => {
  const parkedIds = new Set(parked.map(({ streamId }) => streamId))
  const repeated = new Set<ParsedEntry>(repeats)
  const tallies = new Map<string, EntryTally>()
  for (const entry of entries) {
    const type = entry.envelope.typ
    const result = repeated.has(entry)
      ? 'repeated'
      : parkedIds.has(entry.id)
        ? 'parked'
        : entry.parsed.kind === 'ignored'
          ? 'ignored'
          : 'applied'
    const key = `${result} ${type ?? ''}`
    const tally = tallies.get(key)
    if (tally) tally.count += 1
    else tallies.set(key, { type, result, count: 1 })
  }
  return [...tallies.values()]
}
