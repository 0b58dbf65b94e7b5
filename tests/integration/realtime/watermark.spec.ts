import { setTimeout as delay } from 'node:timers/promises'

import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { answerLiveStatus } from '@/api/liveStatus'
import { createHealthMonitor, type HealthMonitor } from '@/ops/health/monitor'
import { createFactGathering } from '@/ops/health/gatherFacts'
import { compareStreamIds, toSortableId } from '@/ledger/streamId'
import { groupName } from '@/projector/consumer'
import { archiveOf } from '@/projector/store'
import { databaseOf } from '@/queries/database'
import { createChangeFeed } from '@/realtime/changeFeed'
import { readWatermark } from '@/realtime/watermark'
import { createLiveStatus } from '@/runtime/createLiveStatus'
import { storeOf } from '@/runtime/store'
import { generateEvents } from '@/simulator'

import { bootApp, type TestApp } from '../../support/app'
import { openRedis, quietLogger } from '../../support/engines'
import { append, startWorker, untilCaughtUp } from '../../support/worker'

let app: TestApp
let redis: Redis
let prefix: string
let stream: string
let count = 0
let connect: () => Redis
let closeRedis: () => Promise<void>
let reads = 0
let health: HealthMonitor

beforeAll(async () => {
  const opened = await openRedis()
  ;({ connect, prefix, redis } = opened)
  closeRedis = opened.close
  app = await bootApp((payload) => {
    const status = createLiveStatus({
      redis,
      stream: `${prefix}:status`,
      health: { check: (maximumAgeMs) => health.check(maximumAgeMs) },
    })
    return { '/api/realtime/status': (request) => answerLiveStatus(request, { payload, status }) }
  })
  health = createHealthMonitor({
    gather: async () => {
      reads += 1
      return createFactGathering({
        redis,
        database: () => databaseOf(app.payload),
        stream: `${prefix}:status`,
        isProcessingEnabled: false,
        worker: () => undefined,
        syncDifferenceEvents: 10,
        maximumCounted: 1_000,
      })()
    },
    thresholds: {
      lagAlertEvents: 1_000,
      syncDifferenceEvents: 10,
      holdMs: 5_000,
      stallMs: 30_000,
      takeoverMs: 105_000,
      slowMs: 30_000,
      startMs: 4_000,
    },
    intervalMs: 30_000,
    logger: quietLogger,
  })
}, 180_000)

beforeEach(() => {
  stream = `${prefix}:ledger:${++count}`
})

afterAll(async () => {
  await closeRedis?.()
  await app?.close()
})

const feed = () => `${stream}:feed`
const read = () => readWatermark(redis, { stream, group: groupName, feed: feed() })
const deliver = (events: number, consumer = 'one') =>
  redis.xreadgroup('GROUP', groupName, consumer, 'COUNT', events, 'STREAMS', stream, '>')
const entries = (length: number) => Array.from({ length }, (_, n) => ({ seq: `${n}` }))

/** A stream with so many events that a group reads from its beginning. */
const begin = async (length: number): Promise<string[]> => {
  const ids = await append(redis, stream, entries(length))
  await redis.xgroup('CREATE', stream, groupName, '0')
  return ids
}

describe('the watermark', () => {
  it('promises nothing where there is no stream, no group or nothing was acknowledged', async () => {
    expect(await read()).toMatchObject({ hasGroup: false, behindEvents: 0 })
    const ids = await begin(3)
    const fresh = await read()
    expect(fresh).toMatchObject({ hasGroup: true, behindEvents: 3, oldestWaiting: ids[0] })
    expect(fresh.completeTo).toBeUndefined()
    await deliver(3)
    expect((await read()).completeTo).toBeUndefined()
  })

  it('is the last event where all is acknowledged', async () => {
    const ids = await begin(3)
    await deliver(3)
    await redis.xack(stream, groupName, ...ids)
    const { oldestWaiting, ...watermark } = await read()
    expect(watermark).toMatchObject({ completeTo: ids[2], behindEvents: 0 })
    expect(oldestWaiting).toBeUndefined()
  })

  it('stands before the first event that is not, whatever came after it, at whichever worker', async () => {
    const ids = await begin(10)
    await deliver(4, 'one')
    await deliver(4, 'two')
    await redis.xack(stream, groupName, ids[0]!, ids[1]!, ids[3]!, ids[4]!, ids[7]!)
    expect(await read()).toMatchObject({
      completeTo: ids[1],
      oldestWaiting: ids[2],
      behindEvents: 5,
    })
    await redis.xack(stream, groupName, ids[2]!)
    expect(await read()).toMatchObject({ completeTo: ids[4], oldestWaiting: ids[5] })
    await redis.xack(stream, groupName, ids[5]!, ids[6]!)
    expect(await read()).toMatchObject({
      completeTo: ids[7],
      oldestWaiting: ids[8],
      behindEvents: 2,
    })
  })

  it('does not take an unknown lag for none', async () => {
    const ids = await begin(60)
    await redis.xgroup('SETID', stream, groupName, ids[9]!)
    await redis.xdel(stream, ids[20]!)
    expect(await read()).toMatchObject({
      completeTo: ids[9],
      behindEvents: 49,
      isBehindAtLeast: false,
    })
    await append(redis, stream, entries(60))
    expect(await read()).toMatchObject({ behindEvents: 50, isBehindAtLeast: true })
  })

  it('does not believe a lag that a restart of Redis has made too great', async () => {
    const ids = await begin(40)
    await redis.xgroup('SETID', stream, groupName, ids[36]!, 'ENTRIESREAD', 0)
    expect(await read()).toMatchObject({ completeTo: ids[36], behindEvents: 3 })
  })

  it('never promises what is not archived, while two workers are at it', async () => {
    const store = storeOf(app.payload)
    const ids: string[] = []
    const generated = generateEvents({ seed: 11, conversations: 30, count: 1_200 })
    const workers = ['one', 'two'].map((workerId) =>
      startWorker({ connect, store, stream, workerId, batchSize: 20 }),
    )
    const appending = (async () => {
      for (let start = 0; start < generated.length; start += 30) {
        ids.push(...(await append(redis, stream, generated.slice(start, start + 30))))
        // Time for the workers to be complete in between, and for that to be seen.
        await delay(50)
      }
    })()
    const promised = new Set<string>()
    const checkOnce = async (): Promise<string | undefined> => {
      const { completeTo } = await read()
      if (completeTo === undefined) return undefined
      const last = toSortableId(completeTo)
      const archived = await archiveOf(store)
        .find({ _id: { $lte: last } }, { projection: { streamId: 1 } })
        .toArray()
      const known = new Set(archived.map(({ streamId }) => streamId))
      const owed = ids.filter((id) => compareStreamIds(id, completeTo) <= 0 && !known.has(id))
      expect(owed).toEqual([])
      promised.add(completeTo)
      return completeTo
    }
    let isAppending = true
    const checking = (async () => {
      while (isAppending) await checkOnce()
    })()
    await appending
    await untilCaughtUp(redis, stream)
    isAppending = false
    await checking
    expect(await checkOnce()).toBe(ids.at(-1))
    expect(promised.size).toBeGreaterThan(1)
    await Promise.all(workers.map((worker) => worker.stop()))
  })

  it('comes with the place in the feed that tells of all that', async () => {
    await begin(1)
    const changes = createChangeFeed({ redis, stream: feed(), channel: feed() })
    const frame = {
      collection: 'conversations',
      operation: 'update' as const,
      doc: { id: 'c1' },
      eventId: '1-0',
      timestamp: '',
    }
    expect((await read()).position).toBeUndefined()
    const position = await changes.publish([frame, frame])
    expect((await read()).position).toBe(position)
  })
})

describe('GET /api/realtime/status', () => {
  const path = '/api/realtime/status'

  it('answers staff alone', async () => {
    const { token: nobody } = await app.login(null)
    expect(await app.request('GET', path)).toMatchObject({
      status: 401,
      body: { errors: [{ code: 'UNAUTHENTICATED' }] },
    })
    expect((await app.request('GET', path, { token: nobody })).status).toBe(403)
  })

  it('tells how far all is complete and what is amiss, and asks the engines once a second at most', async () => {
    const { token } = await app.login('supervisor')
    const ids = await append(redis, `${prefix}:status`, entries(3))
    await redis.xgroup('CREATE', `${prefix}:status`, groupName, ids[1]!)
    reads = 0
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => app.request('GET', path, { token })),
    )
    expect(reads).toBeLessThanOrEqual(1)
    for (const { body, headers, status } of answers) {
      expect(status).toBe(200)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(body).toMatchObject({
        completeTo: ids[1],
        behindEvents: 1,
        parked: 0,
        drifted: 0,
        lost: 0,
        isRebuilding: false,
      })
      expect(body.waitingMs).toBeGreaterThanOrEqual(0)
    }
  })
})
