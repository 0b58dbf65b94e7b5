import { Redis } from 'ioredis'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { conversations } from '@/projections'
import { groupName } from '@/projector/consumer'
import { verify } from '@/projector/verify'
import { readWorkerReports } from '@/projector/workerReports'
import { generateEvents } from '@/simulator'

import { engineUris } from '../../support/engines'
import { openProxy } from '../../support/proxy'
import { append, untilCaughtUp } from '../../support/worker'
import { said, openSetting } from './setting'

const setting = openSetting()

afterEach(() => {
  vi.restoreAllMocks()
})

const consumers = async (): Promise<string[]> => {
  const list = (await setting.redis.xinfo('CONSUMERS', setting.stream, groupName)) as unknown[][]
  return list.map((flat) => String(flat[1])).sort()
}

describe('a running worker', () => {
  it('tells of itself to whoever asks Redis, until it ends', async () => {
    const { redis, stream } = setting
    const worker = setting.run()
    const ids = await append(redis, stream, [said('c1'), said('c1')])
    await untilCaughtUp(redis, stream)
    await expect.poll(() => readWorkerReports(redis, stream), { timeout: 5_000 }).toMatchObject([
      {
        consumer: 'payload-worker-test',
        pid: process.pid,
        lastId: ids[1],
        applied: 2,
        parked: 0,
        lost: 0,
        standingBy: null,
        breakers: {
          mongodb: 'closed',
          redis: 'closed',
          'projection:conversations': 'closed',
          'projection:applications': 'closed',
          'projection:customers': 'closed',
        },
      },
    ]) // prettier-ignore
    await worker.stop()
    expect(await readWorkerReports(redis, stream)).toEqual([])
  })

  it('says that another live process uses its name, and both go on', async () => {
    const { redis, stream } = setting
    setting.run({}, { workerId: 'same' })
    setting.run({}, { workerId: 'same' })
    await append(
      redis,
      stream,
      Array.from({ length: 50 }, () => said('c1')),
    )
    await untilCaughtUp(redis, stream)
    expect(await setting.find('conversations', 'c1')).toMatchObject({ utteranceCount: 50 })
    await expect
      .poll(() => setting.criticalErrors('worker_names'), { timeout: 10_000 })
      .toContainEqual(expect.objectContaining({ consumer: 'payload-worker-same' }))
  })

  it('applies a large batch in two transactions, each entry once, and all as the ledger says', async () => {
    const { redis, store, stream } = setting
    const events = generateEvents({ seed: 7, conversations: 20, count: 1_500 })
    await append(redis, stream, events)
    const worker = setting.run({}, { batchSize: 2_000 })
    await untilCaughtUp(redis, stream)
    await worker.stop()
    const archive = store.db.collection('ledger-events')
    expect(await archive.distinct('writer')).toEqual([
      'payload-worker-test',
      'payload-worker-test#2',
    ])
    expect(await archive.countDocuments()).toBe(events.length)
    expect(worker.progress()).toMatchObject({ applied: events.length, repeated: 0, parked: 0 })
    expect(await verify(store)).toMatchObject({ drifts: [] })
    expect((await redis.xpending(stream, groupName))[0]).toBe(0)
  })

  it('does not take its own last life for another process', async () => {
    const { redis, stream } = setting
    await redis.hset(
      `payload-dashboard:workers:${stream}`,
      'killed',
      `${Date.now() - 500} ${JSON.stringify({ consumer: 'payload-worker-test' })}`,
    )
    setting.run()
    await new Promise((resolve) => setTimeout(resolve, 4_500))
    expect(await setting.criticalErrors('worker_names')).toEqual([])
  })

  it('removes consumers that are idle and hold nothing, and no other', async () => {
    const { redis, stream } = setting
    const ids = await append(redis, stream, [said('c1'), said('c1')])
    await redis.xgroup('CREATE', stream, groupName, '0')
    const read = (name: string, count: number) =>
      redis.xreadgroup('GROUP', groupName, name, 'COUNT', count, 'STREAMS', stream, '>')
    await read('payload-worker-done', 1)
    await redis.xack(stream, groupName, ids[0]!)
    await read('payload-worker-holding', 1)
    await redis.xgroup('CREATECONSUMER', stream, groupName, 'somebody-else')
    await new Promise((resolve) => setTimeout(resolve, 300))
    await redis.xgroup('CREATECONSUMER', stream, groupName, 'payload-worker-young')
    const sessions = 'payload-dashboard:sessions'
    const recorded = ['done', 'holding'].map((name) => `${stream}:payload-worker-${name}`)
    for (const name of recorded) await redis.hset(sessions, name, '')
    setting.run({}, { removeIdleMs: 250 })
    await expect.poll(consumers).not.toContain('payload-worker-done')
    // What is on record of a worker's session goes with it, and no other one's.
    await expect.poll(() => redis.hmget(sessions, ...recorded)).toEqual([null, ''])
    expect(await consumers()).toEqual([
      'payload-worker-holding',
      'payload-worker-test',
      'payload-worker-young',
      'somebody-else',
    ])
    expect(await redis.xpending(stream, groupName)).toMatchObject([1, ids[1], ids[1], expect.anything()]) // prettier-ignore
  })
})

describe('a worker whose program is not the live one', () => {
  it('stands by, leaves at once to others what it was given, and projects again when it is', async () => {
    const { redis, store, stream } = setting
    const worker = setting.run({}, { workerId: 'old' })
    await append(redis, stream, [said('before')])
    await untilCaughtUp(redis, stream)
    const gates = store.db.collection<{ _id: string }>('projection-gates')
    const setLive = (version: number) =>
      gates.updateMany({}, { $set: { 'versions.conversations': version } })
    await setLive(conversations.version + 1)
    await append(redis, stream, [said('c1'), said('c2')])
    await expect.poll(() => worker.progress().standingBy).toContain('conversations')
    await expect.poll(() => readWorkerReports(redis, stream), { timeout: 5_000 }).toMatchObject([
      { standingBy: expect.stringContaining('conversations') },
    ]) // prettier-ignore

    const before = (await redis.xinfo('GROUPS', stream)) as unknown[][]
    await append(redis, stream, [said('c3')])
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(await redis.xinfo('GROUPS', stream)).toMatchObject([
      expect.arrayContaining([before[0]![before[0]!.indexOf('last-delivered-id') + 1]]),
    ])
    const claimed = (await redis.xautoclaim(stream, groupName, 'newer', 60_000, '0-0', 'JUSTID')) as [string, string[]] // prettier-ignore
    expect(claimed[1]).not.toEqual([])
    await redis.xclaim(stream, groupName, 'payload-worker-old', 0, ...claimed[1], 'JUSTID')
    expect(await store.db.collection('dead-letters').countDocuments()).toBe(0)

    await setLive(conversations.version)
    await untilCaughtUp(redis, stream, 15_000)
    expect(worker.progress().standingBy).toBeUndefined()
    expect(await store.db.collection('conversations').countDocuments()).toBe(4)
  })
})

describe('a worker that is told to stop', () => {
  it('stops although Redis has gone silent', async () => {
    const { redis, stream } = setting
    const proxy = await openProxy(new URL(engineUris().redisUrl))
    const open = () => new Redis(proxy.port, '127.0.0.1', { maxRetriesPerRequest: null })
    const [commands, blocking] = [open(), open()]
    const worker = setting.run({ redis: commands, blocking })
    await append(redis, stream, [said('c1')])
    await untilCaughtUp(redis, stream)
    proxy.swallow()
    await new Promise((resolve) => setTimeout(resolve, 700))
    const startedAtMs = Date.now()
    await worker.stop()
    expect(Date.now() - startedAtMs).toBeLessThan(10_000)
    commands.disconnect()
    proxy.close()
  })
})

describe('an interruption that comes again and again', () => {
  it('is said as a critical error after the attempts, and ended when it can be', async () => {
    const { redis, stream } = setting
    await redis.set(stream, 'not a stream')
    setting.run()
    await expect
      .poll(() => setting.criticalErrors('recovery'), { timeout: 10_000 })
      .toMatchObject([{ consumer: 'payload-worker-test', attempts: 2 }])
    await redis.del(stream)
    await append(redis, stream, [said('c1')])
    await untilCaughtUp(redis, stream)
    expect(await setting.find('conversations', 'c1')).toMatchObject({ utteranceCount: 1 })
    expect(await setting.criticalErrors('recovery')).toHaveLength(1)
  })
})
