import { type EventLoopUtilization, performance } from 'node:perf_hooks'

/** How much of its time this process' thread is busy, from 0 to 1. */
export type BusyShare = () => number

/** A share of a shorter time would say what a single batch costs. */
const windowMs = 500

/**
 * Tells the share of the last half second or more in which the event loop did not wait; 0 at first.
 * @param read what the process' thread has done so far
 */
export const createBusyShare = (
  read: () => EventLoopUtilization = performance.eventLoopUtilization,
): BusyShare => {
  let mark = read()
  let share = 0
  return () => {
    const now = read()
    const [active, idle] = [now.active - mark.active, now.idle - mark.idle]
    if (active + idle >= windowMs) {
      share = active / (active + idle)
      mark = now
    }
    return share
  }
}
