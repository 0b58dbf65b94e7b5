import { usualLeaseMs } from './lease'
import type { StepBounds } from './step'

/** How often and how much is counted. */
export interface PaceSettings {
  /** How soon it is looked again whether something was committed. */
  pollMs: number
  /** How soon an instance that has nothing to do looks whether it is needed. */
  standByMs: number
  /** How long another instance waits for one that shows no sign. */
  leaseMs: number
  /** The most entries of one step. */
  maximumEntries: number
  stepTimeoutMs: number
  /** Tries after which a document that cannot be worked out is left alone. */
  attempts: number
  pauseAfterFailureMs: number
}

const usual: PaceSettings = {
  pollMs: 500,
  standByMs: 2_000,
  leaseMs: usualLeaseMs,
  maximumEntries: 5_000,
  stepTimeoutMs: 15_000,
  attempts: 3,
  pauseAfterFailureMs: 60_000,
}

/** A step ought to take no longer: others want the thread and the database. */
const comfortableMs = 200
/** The days of a step are counted wholly, however few its entries: for comfort no step is smaller. */
const usefulEntries = 500
/** A step ought to take no longer either way, so that it stays far from its time-out. */
const safeMs = 1_000
const minimumEntries = 20
/** Of seven parts of the time, counting takes one: the worker goes first. */
const restOfStep = 6
const maximumRestMs = 10_000
const maximumFailurePauseMs = 10_000

/**
 * Makes steps of the size that the database manages, and rests between them: where the worker is
 * far behind it needs the database more than the numbers do.
 */
export const createPace = (given: Partial<PaceSettings>) => {
  const settings = { ...usual, ...given }
  let maximumEntries = Math.min(usefulEntries, settings.maximumEntries)
  let lastStepMs = 0

  return {
    settings,
    /** Runs a step with the present bounds. */
    step: async <T>(work: (bounds: StepBounds) => Promise<T>): Promise<T> => {
      const startedAtMs = performance.now()
      try {
        const result = await work({ maximumEntries, timeoutMs: settings.stepTimeoutMs })
        lastStepMs = performance.now() - startedAtMs
        maximumEntries = nextEntries(maximumEntries, lastStepMs, settings.maximumEntries)
        return result
      } catch (error) {
        // Too slow, or too large for the database: whatever it was, less is easier.
        maximumEntries = Math.max(minimumEntries, maximumEntries >> 2)
        throw error
      }
    },
    /**
     * How long to rest after a step.
     * @param isUndisturbed there is more to count and nothing was committed meanwhile: nobody is in
     *   the way
     */
    afterStep: (isUndisturbed: boolean): number =>
      isUndisturbed
        ? 0
        : Math.min(maximumRestMs, Math.max(settings.pollMs, restOfStep * lastStepMs)),
    afterFailure: (failures: number): number =>
      Math.min(maximumFailurePauseMs, settings.pollMs * 2 ** Math.min(failures, 10)),
    /** Whether the lease has to be prolonged; asked at most once for each time. */
    isBeatDue: createBeat(settings.leaseMs / 4),
    /** Whether to look for documents that were left alone; asked at most once for each time. */
    isRetryDue: createBeat(settings.leaseMs / 4),
  }
}

/** What was made small by a failure grows again while that is safe, whatever its days cost. */
const nextEntries = (entries: number, tookMs: number, maximum: number): number => {
  if (entries < usefulEntries && tookMs > safeMs) return Math.max(minimumEntries, entries >> 1)
  if (entries < usefulEntries || tookMs <= comfortableMs) return Math.min(maximum, entries * 2)
  return Math.max(usefulEntries, entries >> 1)
}

/** Says yes at most once in so many milliseconds. */
const createBeat = (everyMs: number): (() => boolean) => {
  let lastMs = -Infinity
  return () => {
    if (performance.now() - lastMs < everyMs) return false
    lastMs = performance.now()
    return true
  }
}
