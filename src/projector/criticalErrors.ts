import type { Redis } from 'ioredis'

/** What somebody has to be told of, beyond the log: each type is the Redis list `errors:<type>`. */
export const criticalErrorTypes = {
  /** Entries that were deleted or trimmed from the stream before they were projected. */
  lostEvents: 'lost_events',
  /** Events that could not be applied, and wait for a decision. */
  parkedEvents: 'parked_events',
  /** A circuit breaker opened. */
  breakers: 'breakers',
  /** A worker was interrupted again and again, and could not come back. */
  recovery: 'recovery',
  /** Two live processes use the same worker's name. */
  workerNames: 'worker_names',
} as const

/** The name of a critical error, as its list is called. */
export type CriticalErrorType = (typeof criticalErrorTypes)[keyof typeof criticalErrorTypes]

/** The Redis list of one type of critical errors; the oldest make room for the latest. */
export const criticalListOf = (type: CriticalErrorType): string => `errors:${type}`

/** The latest reports of each type that are kept. */
export const maximumCriticalErrors = 1_000

/**
 * Pushes reports on the list of their type, as JSON with the time of the report.
 * @throws what Redis throws
 */
export const pushCriticalErrors = async (
  redis: Redis,
  type: CriticalErrorType,
  reports: readonly object[],
): Promise<void> => {
  if (reports.length === 0) return
  const at = new Date().toISOString()
  const texts = reports.slice(-maximumCriticalErrors).map((report) => JSON.stringify({ ...report, at })) // prettier-ignore
  const list = criticalListOf(type)
  const replies = await redis
    .multi()
    .rpush(list, ...texts)
    .ltrim(list, -maximumCriticalErrors, -1)
    .exec()
  for (const [error] of replies ?? []) if (error) throw error
}

/** Reports of what may go wrong while Redis is away: noted now, pushed when it can be. */
export interface CriticalNotes {
  note: (type: CriticalErrorType, report: object) => void
  /** @throws what Redis throws; what was not pushed stays noted */
  push: (redis: Redis) => Promise<void>
}

/** Notes critical errors in memory, the latest hundred of them. */
export const createCriticalNotes = (): CriticalNotes => {
  let notes: { type: CriticalErrorType; report: object }[] = []
  return {
    note: (type, report) => {
      notes = [...notes, { type, report: { notedAt: new Date().toISOString(), ...report } }]
      notes = notes.slice(-maximumNotes)
    },
    push: async (redis) => {
      while (notes[0]) {
        const { report, type } = notes[0]
        await pushCriticalErrors(redis, type, [report])
        notes = notes.slice(1)
      }
    },
  }
}

const maximumNotes = 100
