import { setTimeout as delay } from 'node:timers/promises'

import { Redis } from 'ioredis'

import { fromFields, isPortalCollection } from '@/realtime/feedEntry'

import type { Target } from '../../runner/target'
import { untilCaughtUp } from '../../support/worker'
import type { Suite } from '../suite'
import { appendSteadily } from './appends'
import { type Clients, openClients } from './clients'
import { untilCounted } from './counted'
import { digestStep, emptyDigest, type Seen } from './messages'
import { watchProcess } from './process'

const feedStream = 'payload-updates:feed'
const memoryLimitMegabytes = 600
/** The app cuts a reader off this long after it stopped reading, and looks once a second. */
const cutWithinMs = 30_000

/** A thousand clients, of which a tenth never read. */
export const fanOutSuite: Suite = {
  name: 'fan-out',
  measure: async (bench, { isQuick }) => {
    const target = await bench.app()
    const redis = new Redis(target.redisUrl)
    const droppedBefore = await readMetric(target, 'billie_live_streams_dropped_total')
    const sleepers = 100
    const readers = 900
    // All clients have to begin at one place of the feed.
    await untilCounted(target.databaseUri)
    await untilSilent(redis)
    const app = watchProcess(target.appPid)
    const clients = await openClients(target, { readers, sleepers })
    const load = { ratePerSecond: 30, seconds: isQuick ? 60 : 120 }
    await appendSteadily(redis, load)
    await untilCaughtUp(redis, 'chatLedger')
    await untilSilent(redis)
    const expected = await readExpected(redis, (await clients.report()).begin)
    const seen = await untilSeen(clients, expected.count)
    const dropped = await untilDropped(target, droppedBefore, sleepers)
    const { endedSleepers } = await clients.wake()
    const usage = app.stop()
    await clients.close()
    redis.disconnect()
    const isComplete = seen.digest === expected.digest && seen.disordered === 0
    return [
      {
        name: `${readers} readers get every frame, in order, while ${sleepers} others never read`,
        ratio: isComplete ? seen.fewest / expected.count : 0,
        atLeast: 1,
        figures: {
          'frames of each': expected.count,
          'fewest of one reader': seen.fewest,
          'readers that were cut': seen.endedReaders,
          'delay at that, p50, ms': seen.delays.p50,
          'delay at that, p99, ms': seen.delays.p99,
        },
      },
      {
        name: `${sleepers} clients that never read are cut`,
        ratio: dropped / sleepers,
        atLeast: 1,
        figures: { 'cut, as the app counts': dropped, 'cut, as they see it': endedSleepers },
      },
      {
        name: `resident memory of the app with 1,000 clients: below ${memoryLimitMegabytes} MB`,
        ratio: usage.greatestMegabytes / memoryLimitMegabytes,
        atMost: 1,
        figures: {
          'greatest, MB': usage.greatestMegabytes,
          'at the end, MB': usage.lastMegabytes,
          'processor time of the app for a frame and client, µs':
            (usage.processorSeconds * 1e6) / (expected.count * readers),
        },
      },
    ]
  },
}

/** The numbers of the business are told after the events that they count. */
const untilSilent = async (redis: Redis, silentForMs = 3_000): Promise<void> => {
  const newest = async () => (await redis.xrevrange(feedStream, '+', '-', 'COUNT', 1))[0]?.[0]
  let known = await newest()
  for (let tries = 0; tries < 20; tries++) {
    await delay(silentForMs)
    const now = await newest()
    if (now === known) return
    known = now
  }
  throw new Error('the feed does not come to rest')
}

/**
 * What every client that began at a position has to get, as the feed holds it: what supervisors'
 * screens show, not what customers are shown.
 */
const readExpected = async (
  redis: Redis,
  begin: string,
): Promise<{ count: number; digest: number }> => {
  if (begin === '') throw new Error('the clients did not begin at one place')
  const entries = await redis.xrange(feedStream, `(${begin}`, '+')
  const wanted = entries.filter(([id, fields]) => {
    const { collection } = fromFields(id, fields)
    return collection !== '' && !isPortalCollection(collection)
  })
  return {
    count: wanted.length,
    digest: wanted.reduce((digest, [id]) => digestStep(digest, id), emptyDigest),
  }
}

const untilSeen = async (clients: Clients, count: number): Promise<Seen> => {
  for (let tries = 0; ; tries++) {
    const seen = await clients.report()
    if (seen.fewest >= count || tries === 30) return seen
    await delay(1_000)
  }
}

const untilDropped = async (target: Target, before: number, count: number): Promise<number> => {
  const until = Date.now() + cutWithinMs
  for (;;) {
    const dropped = (await readMetric(target, 'billie_live_streams_dropped_total')) - before
    if (dropped >= count || Date.now() > until) return dropped
    await delay(500)
  }
}

const readMetric = async ({ metricsToken, url }: Target, name: string): Promise<number> => {
  const response = await fetch(`${url}/api/metrics`, {
    headers: { authorization: `Bearer ${metricsToken}` },
  })
  const text = await response.text()
  const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]
  if (found === undefined) throw new Error(`the metrics do not tell ${name}`)
  return Number(found)
}
