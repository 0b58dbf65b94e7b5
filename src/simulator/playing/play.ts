import type { Redis } from 'ioredis'

import type { SimulatedEvent } from '../simulation'
import { append } from './append'
import { createSchedule } from './schedule'

/** How far a play has come. */
export interface PlayProgress {
  events: number
  elapsedMs: number
}

export interface PlayOptions {
  redis: Redis
  /** Default `chatLedger`. */
  stream?: string
  simulation: Iterator<SimulatedEvent>
  /** 0 is as fast as possible. */
  ratePerSecond: number
  /** Stops after exactly so many events; without it, goes on until `signal`. */
  count?: number
  signal?: AbortSignal
  /** Tells the time that goes into `tsp` at the moment of appending; without it the simulation's own stays. */
  now?: () => Date
  onProgress?: (progress: PlayProgress) => void
}

/**
 * Appends a simulation to the stream at a rate. Resolves when `count` is reached or `signal` says so.
 * @throws {RangeError} where the rate is negative
 */
export const play = async (options: PlayOptions): Promise<PlayProgress> => {
  const {
    redis,
    stream = 'chatLedger',
    simulation,
    ratePerSecond,
    signal,
    now,
    onProgress,
  } = options
  if (!(ratePerSecond >= 0)) throw new RangeError('the rate must be 0 or more')
  const count = options.count ?? Number.POSITIVE_INFINITY
  const startedAtMs = performance.now()
  const dueMs = ratePerSecond > 0 ? createSchedule(ratePerSecond) : () => 0
  let clockStartMs = startedAtMs
  let taken = 0
  let events = 0
  let waiting: { fields: Record<string, string>; dueMs: number } | undefined
  const peek = () => {
    if (waiting || taken >= count) return waiting
    const next = simulation.next()
    if (next.done) return undefined
    taken++
    return (waiting = { fields: next.value.fields, dueMs: dueMs(next.value.afterMs) })
  }
  while (!signal?.aborted) {
    const next = peek()
    if (!next) break
    const nowMs = performance.now() - clockStartMs
    if (next.dueMs > nowMs) {
      await pause(next.dueMs - nowMs, signal)
      continue
    }
    // After an outage the rate goes on from here; what was missed is not caught up in a burst.
    if (ratePerSecond > 0 && nowMs - next.dueMs > maximumLagMs) clockStartMs += nowMs - next.dueMs
    const entries: Record<string, string>[] = []
    const untilMs = performance.now() - clockStartMs
    for (
      let due = peek();
      due && due.dueMs <= untilMs && entries.length < maximumBatch;
      due = peek()
    ) {
      entries.push(now ? { ...due.fields, tsp: now().toISOString() } : due.fields)
      waiting = undefined
    }
    await untilAborted(append({ redis, stream, entries, ...(signal && { signal }) }), signal)
    if (signal?.aborted) break
    events += entries.length
    onProgress?.({ events, elapsedMs: performance.now() - startedAtMs })
  }
  return { events, elapsedMs: performance.now() - startedAtMs }
}

const maximumBatch = 1_000
const maximumLagMs = 2_000

const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, milliseconds)
    signal?.addEventListener('abort', finish, { once: true })
  })

/** A command that waits for Redis must not hold up the end. */
const untilAborted = async (work: Promise<void>, signal?: AbortSignal): Promise<void> => {
  if (!signal) return work
  const { promise: aborted, release } = whenAborted(signal)
  try {
    await Promise.race([work, aborted])
  } finally {
    release()
  }
}

const whenAborted = (signal: AbortSignal) => {
  let release = () => {}
  const promise = new Promise<void>((resolve) => {
    const finish = () => resolve()
    signal.addEventListener('abort', finish, { once: true })
    release = () => signal.removeEventListener('abort', finish)
  })
  return { promise, release }
}
