import { setTimeout as delay } from 'node:timers/promises'

import { analyticsVersion } from '@/projections/analytics'

import { readPassages } from '../gateControl'
import type { Store } from '../store'
import { isReached } from './count'
import { takeLease } from './lease'
import { AnalyticsLost, readFollower } from './state'
import { followStep } from './step'
import { completeSwitch } from './switch'

const pollMs = 200
const stepTimeoutMs = 15_000
const maximumEntries = 2_000

/**
 * Waits until everything is counted that is committed now, and counts it where no instance does.
 * @returns false where it was not in time, or nobody ever counted
 */
export const catchUp = async (store: Store, withinMs = 60_000): Promise<boolean> => {
  const wanted = await readPassages(store)
  const endMs = performance.now() + withinMs
  for (;;) {
    const live = (await readFollower(store))?.live
    if (!live) return false
    if (!live.isSwitching && isReached(live.passages, wanted)) return true
    if (performance.now() > endMs) return false
    await completeSwitch(store)
    // Whoever counts with another program goes on: to take the lease would shut it out.
    if (live.version === analyticsVersion) await countSome(store, live.timeZone)
    else await delay(pollMs)
  }
}

/** One step where the lease is free; else a moment for whoever has it. */
const countSome = async (store: Store, timeZone: string): Promise<void> => {
  const lease = await takeLease(store, analyticsVersion)
  if (!lease) return delay(pollMs)
  try {
    const step = await followStep(store, lease, timeZone, {
      maximumEntries,
      timeoutMs: stepTimeoutMs,
    })
    if (!step) await delay(pollMs)
  } catch (error) {
    if (!(error instanceof AnalyticsLost)) throw error
  } finally {
    await lease.release()
  }
}
