import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'

import { createConsumer, groupName, isGroupMissing } from '@/projector/consumer'

import { engineUris } from '../../support/engines'
import { openProxy } from '../../support/proxy'
import { append, untilCaughtUp } from '../../support/worker'
import { said, openSetting } from './setting'

const setting = openSetting()

const many = (length: number) => Array.from({ length }, (_, index) => said('c1', `${index}`))

const group = async (): Promise<Record<string, unknown>> => {
  const [flat = []] = (await setting.redis.xinfo('GROUPS', setting.stream)) as unknown[][]
  return Object.fromEntries(
    flat.flatMap((name, index) => (index % 2 === 0 ? [[String(name), flat[index + 1]]] : [])),
  )
}

describe('entries that were removed before they were read', () => {
  it('are reported once with their range and number when the stream was trimmed, and the rest is projected', async () => {
    const { redis, stream } = setting
    const first = setting.run()
    const read = await append(redis, stream, many(5))
    await untilCaughtUp(redis, stream)
    await first.stop()
    const unread = await append(redis, stream, many(15))
    await redis.xtrim(stream, 'MAXLEN', 8)

    const counted: number[] = []
    const observer = { onLost: (count: number) => counted.push(count) }
    const workers = ['a', 'b'].map((workerId) => setting.run({ observer }, { workerId }))
    await untilCaughtUp(redis, stream)
    await expect
      .poll(() => workers.reduce((sum, worker) => sum + worker.progress().lost, 0))
      .toBe(7)
    expect(counted).toEqual([7])
    expect(await setting.criticalErrors('lost_events')).toMatchObject([
      {
        reason: 'trimmed-before-read',
        stream,
        count: 7,
        after: read.at(-1),
        before: unread[7],
        at: expect.any(String),
      },
    ])
    expect(await setting.find('conversations', 'c1')).toMatchObject({ utteranceCount: 13 })

    await redis.xtrim(stream, 'MAXLEN', 1)
    await append(redis, stream, many(2))
    await untilCaughtUp(redis, stream)
    expect(await setting.criticalErrors('lost_events')).toHaveLength(1)
    expect(await group()).toMatchObject({ lag: 0 })
  })

  it('are reported when nothing is left at all, and when more are lost later', async () => {
    const { redis, stream } = setting
    const worker = setting.run()
    await append(redis, stream, many(3))
    await untilCaughtUp(redis, stream)
    await worker.stop()
    await append(redis, stream, many(4))
    await redis.xtrim(stream, 'MAXLEN', 0)
    const second = setting.run({}, { blockMs: 50 })
    await expect.poll(() => second.progress().lost).toBe(4)
    await second.stop()
    await append(redis, stream, many(2))
    await redis.xtrim(stream, 'MAXLEN', 1)
    const third = setting.run()
    await untilCaughtUp(redis, stream)
    expect(third.progress().lost).toBe(1)
    expect(await setting.criticalErrors('lost_events')).toMatchObject([{ count: 4 }, { count: 1 }])
  })

  it('are reported by their id when one was deleted from the middle', async () => {
    const { redis, stream } = setting
    await append(redis, stream, many(3))
    const worker = setting.run()
    await untilCaughtUp(redis, stream)
    await worker.stop()
    const ids = await append(redis, stream, many(5))
    await redis.xdel(stream, ids[2]!)
    const second = setting.run()
    await untilCaughtUp(redis, stream)
    expect(second.progress().lost).toBe(1)
    expect(await setting.criticalErrors('lost_events')).toMatchObject([
      { reason: 'deleted-before-read', ids: [ids[2]], isAtLeast: true },
    ])
    expect(await setting.find('conversations', 'c1')).toMatchObject({ utteranceCount: 7 })
  })

  it('are not those that were read before Redis was restarted and forgot it', async () => {
    const { redis, stream } = setting
    const worker = setting.run()
    const read = await append(redis, stream, many(9))
    await untilCaughtUp(redis, stream)
    await worker.stop()
    await redis.xtrim(stream, 'MAXLEN', 0)
    // What reloading the append-only file leaves of the group.
    await redis.xgroup('SETID', stream, groupName, read.at(-1)!, 'ENTRIESREAD', 0)
    const second = setting.run()
    await append(redis, stream, many(1))
    await untilCaughtUp(redis, stream)
    expect(await setting.criticalErrors('lost_events')).toEqual([])
    await second.stop()

    await append(redis, stream, many(6))
    await redis.xtrim(stream, 'MAXLEN', 2)
    const third = setting.run()
    await untilCaughtUp(redis, stream)
    expect(await setting.criticalErrors('lost_events')).toMatchObject([{ count: 4 }])
    expect(third.progress().lost).toBe(4)
  })

  it('are counted from the beginning where no worker ever ran', async () => {
    const { redis, stream } = setting
    await append(redis, stream, many(10))
    await redis.xtrim(stream, 'MAXLEN', 4)
    const worker = setting.run()
    await untilCaughtUp(redis, stream)
    expect(worker.progress().lost).toBe(6)
  })

  it('are not lost where a group that is gone had read them', async () => {
    const { redis, stream } = setting
    await append(redis, stream, many(10))
    const worker = setting.run()
    await untilCaughtUp(redis, stream)
    await redis.xtrim(stream, 'MAXLEN', 2)
    await redis.xgroup('DESTROY', stream, groupName)
    await append(redis, stream, many(3))
    await untilCaughtUp(redis, stream)
    await expect
      .poll(() => setting.find('conversations', 'c1'))
      .toMatchObject({ utteranceCount: 13 })
    expect(worker.progress().lost).toBe(0)
    expect(await setting.criticalErrors('lost_events')).toEqual([])
  })
})

describe('a connection that is lost while a read waits on it', () => {
  it('hides no gap that was made before it is back', async () => {
    const { redis, stream } = setting
    const proxy = await openProxy(new URL(engineUris().redisUrl))
    const blocking = new Redis(proxy.port, '127.0.0.1', {
      maxRetriesPerRequest: null,
      retryStrategy: () => 50,
    })
    blocking.on('error', () => undefined)
    const worker = setting.run({ blocking }, { blockMs: 5_000 })
    await append(redis, stream, many(3))
    await untilCaughtUp(redis, stream)
    await new Promise((resolve) => setTimeout(resolve, 200))
    proxy.cut()
    await new Promise((resolve) => setTimeout(resolve, 200))
    await redis.multi().xadd(stream, '*', ...flat(said('c1'))).xadd(stream, '*', ...flat(said('c1'))).xtrim(stream, 'MAXLEN', 1).exec() // prettier-ignore
    proxy.heal()
    await untilCaughtUp(redis, stream, 10_000)
    expect(worker.progress().lost).toBe(1)
    await worker.stop()
    proxy.close()
  })
})

const flat = (entry: Record<string, string>): string[] => Object.entries(entry).flat()

describe('a stream that was emptied or restored to an older state', () => {
  it('is read on while a read waits on it, and smaller ids than archived ones are projected', async () => {
    const { redis, stream } = setting
    const worker = setting.run({}, { blockMs: 5_000 })
    await append(redis, stream, many(3))
    await untilCaughtUp(redis, stream)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await redis.del(stream)
    for (const [id, cid] of [
      ['5-1', 'older'],
      ['5-2', 'older'],
    ] as const)
      await redis.xadd(stream, id, ...Object.entries(said(cid)).flat())
    await untilCaughtUp(redis, stream, 5_000)
    expect(await setting.find('conversations', 'older')).toMatchObject({ utteranceCount: 2 })
    expect(await setting.find('conversations', 'c1')).toMatchObject({ utteranceCount: 3 })
    expect(worker.progress().lost).toBe(0)
  })
})

describe('a read that waits on a stream which is deleted', () => {
  it('fails as one of a missing group, whatever word Redis has for it', async () => {
    const { connect, redis, stream } = setting
    await redis.xgroup('CREATE', stream, groupName, '$', 'MKSTREAM')
    const read = connect().xreadgroup('GROUP', groupName, 'one', 'BLOCK', 5_000, 'STREAMS', stream, '>') // prettier-ignore
    setTimeout(() => void redis.del(stream), 50)
    expect(isGroupMissing(await read.catch((error: unknown) => error))).toBe(true)
  })
})

describe('entries that are deleted while they are pending', () => {
  const consumerOf = (consumer: string) => {
    const { connect, redis, stream } = setting
    return createConsumer({ redis, blocking: connect(), stream, consumer })
  }

  const deleteOneOfThree = async (): Promise<string[]> => {
    const { redis, stream } = setting
    const ids = await append(redis, stream, many(3))
    await redis.xgroup('CREATE', stream, groupName, '0')
    await consumerOf('dead').readNew({ count: 3, bytes: 1_000 })
    await redis.xdel(stream, ids[1]!)
    return ids
  }

  it('are on the list before anybody hears of the claim that made Redis forget them', async () => {
    const ids = await deleteOneOfThree()
    const claim = await consumerOf('other').claim('0-0', 0, 50)
    expect(claim.entries.map(({ id }) => id)).toEqual([ids[0], ids[2]])
    expect(claim.deleted).toMatchObject({ ids: [ids[1]], isListed: true })
    expect(await setting.criticalErrors('lost_events')).toMatchObject([
      { reason: 'deleted-while-pending', stream: setting.stream, ids: [ids[1]], count: 1 },
    ])
  })

  it('are reported by whoever leaves them to the others', async () => {
    const ids = await deleteOneOfThree()
    const told: string[][] = []
    expect(await consumerOf('dead').release((loss) => told.push(loss.ids))).toBe(2)
    expect(told).toEqual([[ids[1]]])
    expect(await setting.criticalErrors('lost_events')).toMatchObject([{ ids: [ids[1]] }])
    const claim = await consumerOf('other').claim('0-0', 60_000, 50)
    expect(claim.entries.map(({ id }) => id)).toEqual([ids[0], ids[2]])
  })

  it('are reported once, whoever reads them again', async () => {
    const [, deleted = ''] = await deleteOneOfThree()
    expect((await consumerOf('dead').readPending('0', 50)).lost).toEqual([deleted])
    expect(await consumerOf('dead').reportDeleted([deleted])).toMatchObject({ count: 1 })
    expect(await consumerOf('dead').reportDeleted([deleted])).toBeUndefined()
    expect(await setting.criticalErrors('lost_events')).toHaveLength(1)
  })

  it('are on the list although Redis is out of memory', async () => {
    const [, deleted] = await deleteOneOfThree()
    const [, maxmemory = '0'] = (await setting.redis.config('GET', 'maxmemory')) as string[]
    await setting.redis.config('SET', 'maxmemory', '1')
    try {
      await expect(setting.redis.set(`${setting.stream}:any`, '1')).rejects.toThrow('OOM')
      const claim = await consumerOf('other').claim('0-0', 0, 50)
      expect(claim.deleted).toMatchObject({ ids: [deleted], isListed: true })
      expect(claim.entries).toHaveLength(2)
    } finally {
      await setting.redis.config('SET', 'maxmemory', maxmemory)
    }
    expect(await setting.criticalErrors('lost_events')).toMatchObject([{ ids: [deleted] }])
  })
})

describe('the reports of lost events', () => {
  it('are bounded', async () => {
    const { redis, stream } = setting
    const ids = await append(redis, stream, many(3))
    await redis.xgroup('CREATE', stream, groupName, '0')
    await redis.xreadgroup('GROUP', groupName, 'payload-worker-test', 'COUNT', 3, 'STREAMS', stream, '>') // prettier-ignore
    await redis.xdel(stream, ids[1]!)
    await redis.rpush('errors:lost_events', ...Array.from({ length: 1_200 }, () => '{}'))
    setting.run()
    await untilCaughtUp(redis, stream)
    expect(await redis.llen('errors:lost_events')).toBe(1_000)
    expect(await setting.criticalErrors('lost_events')).toMatchObject([
      { reason: 'deleted-while-pending', ids: [ids[1]], count: 1 },
    ])
  })
})
