import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { Redis } from 'ioredis'

import { generateEvents } from '@/simulator'

import { append, untilCaughtUp } from '../../support/worker'
import { appendSteadily } from '../live/appends'
import { untilCounted } from '../live/counted'
import { watchProcess } from '../live/process'
import { at } from '../report'
import type { Suite } from '../suite'
import type { CallersReport, CallersTask } from './callers'

const ratePerSecond = 500
const eventsPerSecond = 50
const boundMs = 20
/** Events of one conversation before the measurement. */
const eventsEach = 20

/** Customers who ask for their own documents, beside a worker that projects. */
export const customerApiSuite: Suite = {
  name: 'customer-api',
  measure: async (bench, { isQuick }) => {
    const target = await bench.app()
    const redis = new Redis(target.redisUrl)
    const customers = await fill(redis, isQuick ? 400 : 2_000)
    await untilCounted(target.databaseUri)
    const idleSeconds = isQuick ? 10 : 20
    await untilCaughtUp(redis, 'chatLedger')
    const idle = watchProcess(target.appPid)
    const idleBegan = performance.now()
    await appendSteadily(redis, { ratePerSecond: eventsPerSecond, seconds: idleSeconds })
    const idleCost = idle.stop().processorSeconds / ((performance.now() - idleBegan) / 1_000)
    const seconds = isQuick ? 20 : 60
    const callers = call({
      ...target,
      customers,
      ratePerSecond,
      seconds,
      warmSeconds: isQuick ? 5 : 15,
    })
    await callers.begun
    const app = watchProcess(target.appPid)
    const began = performance.now()
    const [report] = await Promise.all([
      callers.ended,
      appendSteadily(redis, { ratePerSecond: eventsPerSecond, seconds }),
    ])
    const took = (performance.now() - began) / 1_000
    const { greatestMegabytes, processorSeconds } = app.stop()
    await untilCaughtUp(redis, 'chatLedger')
    redis.disconnect()
    const { latencies, requests, statuses } = report
    const { 200: whole = 0, 304: unchanged = 0 } = statuses
    const isAnswered = whole + unchanged === requests
    const cost = (processorSeconds - idleCost * took) / requests
    return [
      {
        name: `customers' requests, ${ratePerSecond}/s, p99, beside ${eventsPerSecond} events/s: within ${boundMs} ms`,
        ratio: isAnswered ? at(latencies, 0.99) / boundMs : Number.NaN,
        atMost: 1,
        figures: {
          customers: customers.length,
          requests,
          'answered with a document': whole,
          'answered with 304': unchanged,
          'not answered so': requests - whole - unchanged,
          'p50, ms': at(latencies, 0.5),
          'p99, ms': at(latencies, 0.99),
          'p99.9, ms': at(latencies, 0.999),
          'processor time of the app for a request, ms': cost * 1_000,
          'cores that the app took': processorSeconds / took,
          'resident memory of the app, greatest, MB': greatestMegabytes,
        },
      },
    ]
  },
}

/** Plays conversations of so many customers. @returns each with one of their applications */
const fill = async (redis: Redis, conversations: number): Promise<[string, string][]> => {
  const events = generateEvents({
    seed: 'customers',
    conversations,
    count: conversations * eventsEach,
  })
  for (let index = 0; index < events.length; index += 1_000)
    await append(redis, 'chatLedger', events.slice(index, index + 1_000))
  await untilCaughtUp(redis, 'chatLedger', 600_000)
  const found = new Map<string, string>()
  for (const { aid, dat, typ, uid } of events) {
    if (typ !== 'applicationDetail_changed' || !aid || !dat) continue
    const { customer } = JSON.parse(dat) as { customer?: { customer_id?: string } }
    const customerId = customer?.customer_id ?? uid
    if (customerId) found.set(customerId, aid)
  }
  await delay(1_000)
  return [...found]
}

const call = (task: CallersTask): { begun: Promise<unknown>; ended: Promise<CallersReport> } => {
  const child = fork(path.join(import.meta.dirname, 'callersProcess.ts'), {
    execArgv: ['--import', 'tsx'],
  })
  const begun = once(child, 'message')
  const ended = begun.then(async () => {
    const [report] = (await once(child, 'message')) as [CallersReport]
    return report
  })
  child.send(task)
  return { begun, ended }
}
