import { setTimeout as delay } from 'node:timers/promises'

import { Redis } from 'ioredis'

import type { Target } from '../../runner/target'
import { untilCaughtUp } from '../../support/worker'
import type { Suite } from '../suite'
import { appendSteadily } from './appends'
import { openClients } from './clients'
import type { Seen } from './messages'
import { watchProcess } from './process'

/** Rates of the ledger, with as many clients as the machine can also play. */
const loads = [
  { ratePerSecond: 10, clients: 100, p99Ms: 100 },
  { ratePerSecond: 100, clients: 100, p99Ms: 100 },
  { ratePerSecond: 1_000, clients: 10, p99Ms: 1_000 },
]

/** From the append of an event until each of its frames is with each client. */
export const delaySuite: Suite = {
  name: 'live-delay',
  measure: async (bench, { isQuick }) => {
    const target = await bench.app()
    const redis = new Redis(target.redisUrl)
    await warmUp(redis, target)
    const reports = []
    const seconds = isQuick ? 10 : 30
    for (const { clients, p99Ms, ratePerSecond } of loads) {
      const { delays, numbers, processorSeconds } = await measureLoad(redis, target, {
        ratePerSecond,
        clients,
        seconds,
      })
      reports.push({
        name: `from append to the frame, ${ratePerSecond} events/s, ${clients} clients: p99 of ${p99Ms} ms`,
        ratio: delays.p99 / p99Ms,
        atMost: 1,
        figures: {
          'p50, ms': delays.p50,
          'p99, ms': delays.p99,
          'longest, ms': delays.longest,
          'frames that clients got': delays.count,
          'until the numbers of the business count an event, at most, p99, ms': numbers.p99,
          'processor time of the app, share of one core': processorSeconds / seconds,
        },
      })
    }
    redis.disconnect()
    return reports
  },
}

/** The first events of a process are slow for reasons that are not those of the live path. */
const warmUp = async (redis: Redis, target: Target): Promise<void> => {
  await measureLoad(redis, target, { ratePerSecond: 100, clients: 10, seconds: 5 })
}

const measureLoad = async (
  redis: Redis,
  target: Target,
  { clients, ratePerSecond, seconds }: { clients: number; ratePerSecond: number; seconds: number },
): Promise<Seen & { processorSeconds: number }> => {
  const opened = await openClients(target, { readers: clients })
  await delay(500)
  await opened.forget()
  const app = watchProcess(target.appPid)
  await appendSteadily(redis, { ratePerSecond, seconds })
  await untilCaughtUp(redis, 'chatLedger')
  const { processorSeconds } = app.stop()
  await delay(1_000)
  const seen = await opened.report()
  await opened.close()
  return { ...seen, processorSeconds }
}
