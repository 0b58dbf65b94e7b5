import { Redis } from 'ioredis'
import { ClientSession, MongoClient } from 'mongodb'
import { afterEach, describe, expect, it, vi } from 'vitest'

import { conversations } from '@/projections'

import { engineUris } from '../../support/engines'
import { openProxy } from '../../support/proxy'
import { append, untilCaughtUp } from '../../support/worker'
import { said, openSetting } from './setting'

const setting = openSetting()
let connections: Redis[] = []

afterEach(() => {
  for (const connection of connections) connection.disconnect()
  connections = []
  vi.restoreAllMocks()
})

const parkedIds = async (): Promise<string[]> => {
  const letters = await setting.store.db.collection('dead-letters').find().toArray()
  return letters.map(({ streamId }) => streamId as string)
}

describe('the breaker of MongoDB', () => {
  it('opens while it is away, lets nothing be tried or parked, and closes soon after it is back', async () => {
    const uri = new URL(engineUris().databaseUri)
    const proxy = await openProxy(uri)
    const client = new MongoClient(
      `mongodb://127.0.0.1:${proxy.port}/?directConnection=true&serverSelectionTimeoutMS=200`,
    )
    const states: string[] = []
    const db = client.db(setting.store.db.databaseName)
    const worker = setting.run({
      store: () => ({ client, db }),
      observer: {
        onBreaker: ({ breaker, state }) => {
          if (breaker === 'mongodb') states.push(state)
        },
      },
    })
    await append(setting.redis, setting.stream, [said('before')])
    await untilCaughtUp(setting.redis, setting.stream)
    proxy.cut()
    await append(setting.redis, setting.stream, [said('meanwhile'), said('meanwhile')])
    await expect.poll(() => worker.progress().breakers.mongodb, { timeout: 15_000 }).not.toBe('closed') // prettier-ignore
    const transactions = vi.spyOn(ClientSession.prototype, 'startTransaction')
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(transactions).not.toHaveBeenCalled()
    transactions.mockRestore()
    proxy.heal()
    const healedAtMs = Date.now()
    await untilCaughtUp(setting.redis, setting.stream)
    expect(Date.now() - healedAtMs).toBeLessThan(5_000)
    expect(await parkedIds()).toEqual([])
    expect(await setting.find('conversations', 'meanwhile')).toMatchObject({ utteranceCount: 2 })
    expect(states.at(0)).toBe('closed')
    expect(states).toContain('half-open')
    expect(states.at(-1)).toBe('closed')
    await expect
      .poll(() => setting.criticalErrors('breakers'), { timeout: 5_000 })
      .toMatchObject([{ breaker: 'mongodb' }])
    await worker.stop()
    await client.close()
    proxy.close()
  })
})

describe('the breaker of a projection', () => {
  it('parks no more than the events that open it when a deployment refuses them all, and applies the rest once it is mended', async () => {
    const poisoned = vi.spyOn(conversations, 'evolve').mockImplementation(() => {
      throw new TypeError('a bug of this deployment')
    })
    const worker = setting.run()
    const ids = await append(
      setting.redis,
      setting.stream,
      Array.from({ length: 40 }, (_, index) => said(`c${index}`)),
    )
    await expect
      .poll(() => worker.progress().breakers['projection:conversations'], { timeout: 10_000 })
      .not.toBe('closed')
    await append(setting.redis, setting.stream, [said('later'), said('later')])
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(await parkedIds()).toEqual(ids.slice(0, 2))
    expect(worker.progress().breakers['projection:conversations']).not.toBe('closed')
    expect(worker.progress().breakers['projection:customers']).toBe('closed')

    poisoned.mockRestore()
    await untilCaughtUp(setting.redis, setting.stream)
    expect(await parkedIds()).toEqual(ids.slice(0, 2))
    expect(await setting.store.db.collection('conversations').countDocuments()).toBe(39)
    expect(worker.progress().breakers['projection:conversations']).toBe('closed')
    const [letter] = await setting.store.db.collection('dead-letters').find().toArray()
    expect(letter).toMatchObject({
      code: 'PROJECTION_FAILED',
      projection: 'conversations',
      errorClass: 'TypeError',
      reason: 'a bug of this deployment',
      attempts: 2,
      firstFailedAt: expect.any(Date),
      lastFailedAt: expect.any(Date),
    })
    expect(await setting.criticalErrors('parked_events')).toMatchObject(
      ids
        .slice(0, 2)
        .map((streamId) => ({ streamId, projection: 'conversations', errorClass: 'TypeError' })),
    )
  })

  it('closes although the group goes missing while it is open', async () => {
    const poisoned = vi.spyOn(conversations, 'evolve').mockImplementation(() => {
      throw new TypeError('a bug of this deployment')
    })
    const worker = setting.run()
    await append(
      setting.redis,
      setting.stream,
      Array.from({ length: 5 }, (_, index) => said(`c${index}`)),
    )
    await expect
      .poll(() => worker.progress().breakers['projection:conversations'], { timeout: 10_000 })
      .not.toBe('closed')
    await setting.redis.del(setting.stream)
    poisoned.mockRestore()
    await append(setting.redis, setting.stream, [said('after')])
    await untilCaughtUp(setting.redis, setting.stream, 10_000)
    expect(worker.progress().breakers['projection:conversations']).toBe('closed')
    expect(worker.progress().batchStartedAt).toBeUndefined()
    expect(await setting.find('conversations', 'after')).toMatchObject({ utteranceCount: 1 })
  })

  it('does not hold up the events of others when it was the events, however many came in a row', async () => {
    const evolve = conversations.evolve
    vi.spyOn(conversations, 'evolve').mockImplementation((document, event) => {
      if (event.conversationId === 'poison') throw new TypeError('cannot be')
      return evolve(document, event)
    })
    setting.run()
    const ids = await append(setting.redis, setting.stream, [
      ...Array.from({ length: 8 }, () => said('poison')),
      ...Array.from({ length: 20 }, (_, index) => said(`fine${index}`)),
    ])
    await untilCaughtUp(setting.redis, setting.stream, 30_000)
    expect((await parkedIds()).sort()).toEqual(ids.slice(0, 8).sort())
    expect(await setting.store.db.collection('conversations').countDocuments()).toBe(20)
  })
})

describe('the breaker of Redis', () => {
  it('opens although nothing is appended, and a connection that went silent is replaced', async () => {
    const proxy = await openProxy(new URL(engineUris().redisUrl))
    const open = (): Redis => {
      const connection = new Redis(proxy.port, '127.0.0.1', {
        maxRetriesPerRequest: null,
        retryStrategy: () => 50,
      })
      connection.on('error', () => undefined)
      connections.push(connection)
      return connection
    }
    const worker = setting.run({ redis: open(), blocking: open() }, { blockMs: 200 })
    await append(setting.redis, setting.stream, [said('before')])
    await untilCaughtUp(setting.redis, setting.stream)
    proxy.swallow()
    await expect
      .poll(() => worker.progress().breakers.redis, { timeout: 20_000 })
      .not.toBe('closed')
    await append(setting.redis, setting.stream, [said('meanwhile')])
    proxy.heal()
    await untilCaughtUp(setting.redis, setting.stream, 20_000)
    await expect.poll(() => worker.progress().breakers.redis, { timeout: 5_000 }).toBe('closed')
    expect(await setting.find('conversations', 'meanwhile')).toMatchObject({ utteranceCount: 1 })
    expect(await parkedIds()).toEqual([])
    await worker.stop()
    proxy.close()
  }, 60_000)
})
