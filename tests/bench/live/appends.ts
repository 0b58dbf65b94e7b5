import { setTimeout as delay } from 'node:timers/promises'

import type { Redis } from 'ioredis'

import { generateEvents } from '@/simulator'

import { append } from '../../support/worker'

/** Appends simulated events to the ledger at a steady rate. */
export const appendSteadily = async (
  redis: Redis,
  { ratePerSecond, seconds }: { ratePerSecond: number; seconds: number },
): Promise<void> => {
  const events = generateEvents({
    seed: `bench ${process.pid} ${runs++}`,
    conversations: 40,
    count: Math.round(ratePerSecond * seconds),
  })
  const startedAt = performance.now()
  for (let done = 0; done < events.length;) {
    const due = Math.ceil(((performance.now() - startedAt) * ratePerSecond) / 1_000)
    const part = events.slice(done, Math.min(due, events.length))
    if (part.length > 0) await append(redis, 'chatLedger', part)
    done += part.length
    await delay(Math.min(1_000 / ratePerSecond, 5))
  }
}

let runs = 0
