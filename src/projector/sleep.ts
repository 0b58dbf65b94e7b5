import { setTimeout as delay } from 'node:timers/promises'

/** Waits; returns early, without an error, when the signal is aborted. */
export const sleep = async (ms: number, signal: AbortSignal): Promise<void> => {
  try {
    await delay(ms, undefined, { signal })
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
