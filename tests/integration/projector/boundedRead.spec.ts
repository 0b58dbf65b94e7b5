import { afterEach, beforeEach, expect, it } from 'vitest'

import { addBoundedRead } from '@/projector/boundedRead'
import { groupName } from '@/projector/group'

import { openRedis } from '../../support/engines'
import { append } from '../../support/worker'

let opened: Awaited<ReturnType<typeof openRedis>>
let stream: string

beforeEach(async () => {
  opened = await openRedis()
  stream = `${opened.prefix}:bounded`
  await opened.redis.xgroup('CREATE', stream, groupName, '0', 'MKSTREAM')
})

afterEach(() => opened.close())

const read = async (bounds: { count: number; bytes: number }): Promise<string[]> => {
  const multi = addBoundedRead(opened.redis.multi(), { stream, consumer: 'one', bounds })
  const [reply] = (await multi.exec())!
  expect(reply![0]).toBeNull()
  return (reply![1] as [string, string[]][]).map(([id]) => id)
}

const fill = (count: number, characters: number): Promise<string[]> =>
  append(
    opened.redis,
    stream,
    Array.from({ length: count }, () => ({ dat: 'x'.repeat(characters) })),
  )

it('brings so many entries, in their order, each once, and holds them for its consumer', async () => {
  const ids = await fill(57, 10)
  expect(await read({ count: 30, bytes: 1_000_000 })).toEqual(ids.slice(0, 30))
  expect(await read({ count: 30, bytes: 1_000_000 })).toEqual(ids.slice(30))
  expect(await read({ count: 30, bytes: 1_000_000 })).toEqual([])
  const [pending] = (await opened.redis.xpending(stream, groupName)) as [number]
  expect(pending).toBe(57)
})

it('ends within ten entries after so many bytes, and leaves the rest for the next read', async () => {
  const ids = await fill(40, 100_000)
  const first = await read({ count: 40, bytes: 500_000 })
  expect(first.length).toBeGreaterThanOrEqual(5)
  expect(first.length).toBeLessThanOrEqual(15)
  expect(await read({ count: 40, bytes: 100_000_000 })).toEqual(ids.slice(first.length))
})
