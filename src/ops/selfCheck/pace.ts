/** The part of one core that the self-check may cost. */
const share = 0.01

/** How long one turn may begin further checks, in milliseconds: most of what its interval allows. */
export const turnBudgetMs = (intervalMs: number): number => intervalMs * share * 0.8

/**
 * How long to wait after a turn: the interval, or longer where the turn was dear, so that the cost
 * stays below its share whatever one document takes. Time that passed counts as time that was
 * spent: it is never less.
 */
export const waitMs = (intervalMs: number, spentMs: number): number =>
  Math.max(intervalMs, spentMs / share)

/** What is known of the load when a turn is due. */
export interface Load {
  /** Milliseconds until MongoDB answered; nothing where it did not. */
  mongoLatencyMs?: number
  /** Entries that wait to be projected; nothing where that is not known. */
  lagEvents?: number
  /** The part of the time in which this process was busy since the last turn, 0 to 1. */
  utilization: number
}

const slowMs = 100
const busyLagEvents = 200
const busyUtilization = 0.7

/** Whether there is room for a check. */
export const isQuiet = ({ lagEvents = Infinity, mongoLatencyMs, utilization }: Load): boolean =>
  mongoLatencyMs !== undefined &&
  mongoLatencyMs < slowMs &&
  lagEvents < busyLagEvents &&
  utilization < busyUtilization

/** After so many turns were skipped for load, one document is checked although there is load. */
export const maximumSkippedTurns = 30
