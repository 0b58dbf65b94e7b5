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
const minimumEntries = 20
/** The days of a step are counted wholly, however few its entries: fewer ones only fall behind. */
const usefulEntries = 500
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
  let beatAtMs = -Infinity

  return {
    settings,
    /** Runs a step with the present bounds. */
    step: async <T>(work: (bounds: StepBounds) => Promise<T>): Promise<T> => {
      const startedAtMs = performance.now()
      try {
        const result = await work({ maximumEntries, timeoutMs: settings.stepTimeoutMs })
        lastStepMs = performance.now() - startedAtMs
        maximumEntries =
          lastStepMs > comfortableMs
            ? Math.min(maximumEntries, Math.max(usefulEntries, maximumEntries >> 1))
            : Math.min(settings.maximumEntries, maximumEntries * 2)
        return result
      } catch (error) {
        // Too slow, or too large for the database: whatever it was, less is easier.
        maximumEntries = Math.max(minimumEntries, maximumEntries >> 2)
        throw error
      }
    },
    /**
     * How long to rest after a step.
     * @param isQuiet there is more to count and nothing was committed meanwhile: nobody is in the way
     */
    afterStep: (isQuiet: boolean): number =>
      isQuiet ? 0 : Math.min(maximumRestMs, Math.max(settings.pollMs, restOfStep * lastStepMs)),
    afterFailure: (failures: number): number =>
      Math.min(maximumFailurePauseMs, settings.pollMs * 2 ** Math.min(failures, 10)),
    /** Whether the lease has to be prolonged; asked at most once for each time. */
    isBeatDue: (): boolean => {
      if (performance.now() - beatAtMs < settings.leaseMs / 4) return false
      beatAtMs = performance.now()
      return true
    },
  }
}
