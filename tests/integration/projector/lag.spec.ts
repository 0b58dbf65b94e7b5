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

  it('takes few calls, for an asker who is busy with what waits', async () => {
    await fill(10_000)
    const calls = vi.spyOn(redis, 'eval')
    expect(await lagAfter('0-0')).toEqual({ events: 10_000, isAtLeast: false })
    expect(calls.mock.calls.length).toBeLessThan(15)
  })
})
