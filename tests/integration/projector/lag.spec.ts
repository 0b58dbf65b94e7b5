import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Redis } from 'ioredis'

import { readLag } from '@/projector/lag'

import { openRedis } from '../../support/engines'

let redis: Redis
let prefix: string
let stream: string
let close: () => Promise<void>
let count = 0

beforeAll(async () => {
  ;({ close, prefix, redis } = await openRedis())
})

beforeEach(() => {
  stream = `${prefix}:ledger:${++count}`
  return () => vi.restoreAllMocks()
})

afterAll(() => close())

const fill = async (length: number): Promise<void> => {
  const pipeline = redis.pipeline()
  for (let index = 1; index <= length; index++) pipeline.xadd(stream, `${index}-0`, 'typ', 'test')
  await pipeline.exec()
}

const lagAfter = (lastDeliveredId: string, maximumCounted?: number) =>
  readLag({ redis, stream, told: null, lastDeliveredId, ...(maximumCounted && { maximumCounted }) })

/** The most entries that Redis was asked for in one reading, of those that scripts do too. */
const mostAtOnce = async (count: () => Promise<unknown>): Promise<number> => {
  const monitor = await redis.monitor()
  const counts: number[] = []
  const isOver = new Promise<void>((resolve) => {
    monitor.on('monitor', (_: string, [command, key, , , , most]: string[]) => {
      if (key !== stream) return
      if (command?.toUpperCase() === 'XRANGE') counts.push(Number(most))
      if (command?.toUpperCase() === 'TYPE') resolve()
    })
  })
  await count()
  await redis.type(stream)
  await isOver
  monitor.disconnect()
  return Math.max(...counts)
}

describe('a lag that Redis does not know', () => {
  it.each([0, 1, 199, 200, 201, 1_000])('is counted: %d entries', async (length) => {
    await fill(length)
    expect(await lagAfter('0-0')).toEqual({ events: length, isAtLeast: false })
  })

  it('begins behind the last entry that was delivered', async () => {
    await fill(700)
    expect(await lagAfter('300-0')).toEqual({ events: 400, isAtLeast: false })
    expect(await lagAfter('700-0')).toEqual({ events: 0, isAtLeast: false })
  })

  it('is counted up to a bound', async () => {
    await fill(700)
    expect(await lagAfter('0-0', 450)).toEqual({ events: 450, isAtLeast: true })
  })

  it('is counted where entries are large, or of many sizes', async () => {
    const pipeline = redis.pipeline()
    for (let index = 1; index <= 90; index++)
      pipeline.xadd(stream, `${index}-0`, 'dat', 'x'.repeat(index % 3 === 0 ? 300_000 : 30))
    await pipeline.exec()
    expect(await lagAfter('0-0')).toEqual({ events: 90, isAtLeast: false })
    expect(await lagAfter('45-0', 30)).toEqual({ events: 30, isAtLeast: true })
  })

  it('holds no more than some entries at once where they are large', async () => {
    const pipeline = redis.pipeline()
    for (let index = 1; index <= 60; index++)
      pipeline.xadd(stream, `${index}-0`, 'dat', 'x'.repeat(1_000_000))
    await pipeline.exec()
    expect(await mostAtOnce(() => lagAfter('0-0'))).toBe(10)
    await redis.del(stream)
    await fill(1_000)
    expect(await mostAtOnce(() => lagAfter('0-0'))).toBe(200)
  })

  it('takes few calls, for an asker who is busy with what waits', async () => {
    await fill(10_000)
    const calls = vi.spyOn(redis, 'eval')
    expect(await lagAfter('0-0')).toEqual({ events: 10_000, isAtLeast: false })
    expect(calls.mock.calls.length).toBeLessThan(15)
  })
})
