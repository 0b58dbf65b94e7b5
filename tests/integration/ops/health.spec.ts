import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { createFactGathering } from '@/ops/health/gatherFacts'
import { createProbe } from '@/ops/health/probe'
import { noteResult } from '@/ops/selfCheck/drifts'
import { selfCheckStateOf } from '@/ops/selfCheck/lease'
import { groupName } from '@/projector/consumer'
import { masterOf } from '@/projector/gateMaster'
import type { Store } from '@/projector/store'
import type { Worker } from '@/projector/worker'

import { openRedis, openStore } from '../../support/engines'
import { append, readFixture, startWorker, untilCaughtUp } from '../../support/worker'

const lostList = 'errors:lost_events'
let store: Store
let redis: Redis
let connect: () => Redis
let prefix: string
let stream: string
let count = 0
let workers: Worker[] = []
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  const opened = await openStore()
  const connections = await openRedis()
  ;({ connect, prefix, redis } = connections)
  store = opened.store
  closers.push(connections.close, opened.close)
})

beforeEach(async () => {
  stream = `${prefix}:ledger:${++count}`
  for (const { name } of await store.db.listCollections().toArray())
    await store.db.collection(name).deleteMany({})
  await ensureIndexes(store.db)
})

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  for (const close of closers) await close()
})

const gatherer = (connection = redis) =>
  createFactGathering({
    redis: connection,
    database: () => store.db,
    stream,
    isProcessingEnabled: true,
    worker: () => undefined,
    syncDifferenceEvents: 10,
    maximumCounted: 1_000,
  })

/** What the engines answer now; every question has to be answered. */
const read = async () => {
  const { archive, ledger, sync } = await gatherer()()
  if (!ledger.isAnswered || !archive.isAnswered || !sync.isAnswered)
    throw new Error(JSON.stringify({ ledger, archive, sync }))
  return { ledger: ledger.value, archive: archive.value, sync: sync.value }
}

const project = async (): Promise<void> => {
  const worker = startWorker({ connect, store, stream })
  workers.push(worker)
  await untilCaughtUp(redis, stream)
  await worker.stop()
  workers = []
}

const entries = (length: number) =>
  Array.from({ length }, (_, index) => ({
    ...readFixture('conversation-basic.jsonl')[1]!,
    seq: `${index}`,
  }))

describe('the facts of health', () => {
  it('are plain before anything was ever appended', async () => {
    const { archive, ledger, sync } = await read()
    expect(ledger).toMatchObject({ length: 0, entriesAdded: 0, acknowledgedHeadIds: [] })
    expect(ledger.group).toBeUndefined()
    expect(ledger.lostLastDay).toBe(0)
    expect(archive).toEqual({
      missingIds: [],
      sampled: 0,
      parkedLastHour: 0,
      parked: 0,
      drifted: 0,
    })
    expect(sync).toEqual({ entriesAfterArchive: 0, isAtLeast: false })
  })

  it('say that all is projected, and how much was parked', async () => {
    const ids = await append(redis, stream, readFixture('conversation-hostile.jsonl'))
    await project()
    const { archive, ledger, sync } = await read()
    expect(ledger.group).toMatchObject({ lagEvents: 0, pending: 0, lastDeliveredId: ids.at(-1) })
    expect(ledger.acknowledgedHeadIds).toEqual(ids)
    expect(archive).toEqual({
      greatestId: ids.at(-1),
      missingIds: [],
      sampled: ids.length,
      parkedLastHour: 5,
      parked: 5,
      drifted: 0,
    })
    expect(sync).toEqual({ entriesAfterArchive: 0, isAtLeast: false, lastGeneratedId: ids.at(-1) })
  })

  it('count the lag where Redis says NULL, which is not zero', async () => {
    const ids = await append(redis, stream, entries(30))
    await redis.xgroup('CREATE', stream, groupName, '0')
    await redis.xgroup('SETID', stream, groupName, ids[9]!)
    await redis.xdel(stream, ids[15]!)
    const groups = (await redis.xinfo('GROUPS', stream)) as unknown[][]
    expect(groups[0]![groups[0]!.indexOf('lag') + 1]).toBeNull()
    const { ledger } = await read()
    expect(ledger.group).toMatchObject({ lagEvents: 19, nextUndeliveredId: ids[10] })
  })

  it('do not believe a lag that a restart of Redis has made too great', async () => {
    const ids = await append(redis, stream, entries(30))
    await redis.xgroup('CREATE', stream, groupName, '0')
    // What Redis 7.0 knows after it has read its append-only file again.
    await redis.xgroup('SETID', stream, groupName, ids[27]!, 'ENTRIESREAD', 0)
    const groups = (await redis.xinfo('GROUPS', stream)) as unknown[][]
    expect(groups[0]![groups[0]!.indexOf('lag') + 1]).toBe(30)
    expect((await read()).ledger.group).toMatchObject({ lagEvents: 2, isLagAtLeast: false })
  })

  it('name what was delivered and not acknowledged, and sample only what was', async () => {
    const ids = await append(redis, stream, entries(5))
    await redis.xgroup('CREATE', stream, groupName, '0')
    await redis.xreadgroup('GROUP', groupName, 'other', 'COUNT', 4, 'STREAMS', stream, '>')
    await redis.xack(stream, groupName, ids[0]!, ids[1]!)
    const { archive, ledger, sync } = await read()
    expect(ledger.group).toMatchObject({
      pending: 2,
      lagEvents: 1,
      oldestPending: { id: ids[2], consumer: 'other' },
    })
    expect(ledger.acknowledgedHeadIds).toEqual([ids[0], ids[1]])
    expect(archive.missingIds).toEqual([ids[0], ids[1]])
    expect(sync).toMatchObject({ entriesAfterArchive: 5, firstAfterId: ids[0] })
    expect(sync.excessId).toBeUndefined()
  })

  it('name the entry by which the archive is too far behind', async () => {
    const ids = await append(redis, stream, entries(25))
    const { sync } = await read()
    expect(sync).toMatchObject({ entriesAfterArchive: 25, excessId: ids[10] })
  })

  it('show that a stream was emptied, or restored to an older state', async () => {
    const ids = await append(redis, stream, readFixture('conversation-basic.jsonl'))
    await project()
    await redis.del(stream)
    const emptied = await read()
    expect(emptied.ledger.group).toBeUndefined()
    expect(emptied.archive.greatestId).toBe(ids.at(-1))
    expect(emptied.sync.lastGeneratedId).toBeUndefined()
    await redis.xadd(stream, '1-1', 'agt', 'broker')
    expect((await read()).sync).toMatchObject({ lastGeneratedId: '1-1', entriesAfterArchive: 0 })
  })

  it('show that entries were trimmed before they were read', async () => {
    const ids = await append(redis, stream, entries(20))
    await redis.xgroup('CREATE', stream, groupName, '0')
    await redis.xreadgroup('GROUP', groupName, 'other', 'COUNT', 5, 'STREAMS', stream, '>')
    await redis.xtrim(stream, 'MAXLEN', 8)
    const { ledger } = await read()
    expect(ledger).toMatchObject({
      length: 8,
      entriesAdded: 20,
      firstId: ids[12],
      group: { entriesRead: 5, lagEvents: 8 },
    })
  })

  it('count what was reported as lost from this stream in a day, until the reports are removed', async () => {
    await append(redis, stream, entries(2))
    const report = (ids: string[], at: Date, of = stream) =>
      redis.rpush(lostList, JSON.stringify({ ids, stream: of, at: at.toISOString() }))
    await report(['1-1', '1-2'], new Date())
    await report(['1-3'], new Date(Date.now() - 25 * 60 * 60_000))
    await report(['1-4'], new Date(), 'another')
    await redis.rpush(lostList, 'no report')
    const range = { count: 40, from: '2-0', to: '3-0', stream, at: new Date().toISOString() }
    await redis.rpush(lostList, JSON.stringify(range))
    expect((await read()).ledger.lostLastDay).toBe(42)
    await redis.del(lostList)
    expect((await read()).ledger.lostLastDay).toBe(0)
  })

  it('tell of drifts, of the last walk of the self-check and of a rebuild', async () => {
    await append(redis, stream, entries(2))
    const now = new Date()
    const subject = { collection: 'customers', id: 'c1' }
    await noteResult(
      store.db,
      subject,
      { ...subject, differences: [{ path: 'fullName', stored: 1, expected: 2 }] },
      now,
    )
    await selfCheckStateOf(store.db).insertOne({
      _id: 'walk',
      heldUntil: now,
      place: { lane: 0, after: '' },
      roundEndedAt: now,
    })
    await masterOf(store).updateOne({ _id: '*' }, { $set: { rebuild: 3 } }, { upsert: true })
    expect((await read()).archive).toMatchObject({ drifted: 1, selfCheckedAt: now, rebuild: 3 })
  })

  it('tell a first connection that is still being made from one that is lost', async () => {
    const connection = connect()
    const gather = gatherer(connection)
    expect(connection.status).toBe('connecting')
    expect((await gather()).redis).toEqual({ isAnswered: false, code: 'NO_ANSWER' })
    await expect.poll(async () => (await gather()).redis.isAnswered, { timeout: 10_000 }).toBe(true)
    connection.disconnect()
    await expect.poll(() => connection.status, { timeout: 10_000 }).toBe('end')
    expect((await gather()).redis).toEqual({ isAnswered: false, code: 'NOT_CONNECTED' })
    connection.connect().catch(() => undefined)
    expect(connection.status).toBe('connecting')
    expect((await gather()).redis).toEqual({ isAnswered: false, code: 'NOT_CONNECTED' })
    connection.disconnect()
  })

  it('have an answer that came while the process was too busy to read it', async () => {
    await redis.ping()
    const answer = createProbe()(() => redis.ping(), 100)
    const endMs = performance.now() + 1_000
    while (performance.now() < endMs);
    expect(await answer).toMatchObject({ isAnswered: true, value: 'PONG' })
  })

  it('are there in two seconds although an engine hangs, and right when it is back', async () => {
    await append(redis, stream, entries(3))
    const gather = gatherer()
    await redis.client('PAUSE', 3_000, 'ALL')
    const startedAtMs = performance.now()
    const facts = await gather()
    expect(performance.now() - startedAtMs).toBeLessThan(2_500)
    expect(facts.redis).toEqual({ isAnswered: false, code: 'NO_ANSWER' })
    expect(facts.mongodb).toMatchObject({ isAnswered: true, value: { isWritablePrimary: true } })
    await expect
      .poll(async () => (await gather()).ledger.isAnswered, { timeout: 10_000 })
      .toBe(true)
  })
})
