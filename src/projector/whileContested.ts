import { setTimeout as delay } from 'node:timers/promises'

import { classifyFailure } from './failures'

const maximumTries = 20
const firstDelayMs = 5
const maximumDelayMs = 250

/**
 * Repeats a transaction that another writer of the same documents made fail, or that met the
 * switch of a rebuild, a bounded number of times. Any other failure is the caller's.
 */
export const whileContested = async <T>(work: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      const failure = classifyFailure(error)
      if (tries === maximumTries || (failure !== 'conflict' && failure !== 'paused')) throw error
      await delay(Math.min(firstDelayMs * 2 ** tries, maximumDelayMs) * (0.5 + Math.random()))
    }
  }
}
