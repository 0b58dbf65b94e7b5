import { setTimeout as delay } from 'node:timers/promises'

import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { createChangeFeed, maximumReadBytes, type ChangeFeed } from '@/realtime/changeFeed'
import type { ChangeFrame } from '@/realtime/frames'

import { openRedis } from '../../support/engines'

let redis: Redis
let stream: string
let channel: string
let close: () => Promise<void>
let count = 0

beforeAll(async () => {
  const opened = await openRedis()
  redis = opened.redis
  close = opened.close
  channel = `${opened.prefix}:ring`
  stream = opened.prefix
})

afterAll(() => close())

beforeEach(() => {
  stream = `${stream.split('/')[0]}/${++count}`
})

const feedOf = (options: Partial<Parameters<typeof createChangeFeed>[0]> = {}): ChangeFeed =>
  createChangeFeed({ redis, stream, channel, ...options })

const change = (id: string): ChangeFrame => ({
  collection: 'conversations',
  operation: 'update',
  doc: { id, revision: 3, applicationId: 'app_1', customerId: 'cust_1' },
  eventId: '1-0',
  timestamp: '2026-01-01T00:00:00.000Z',
})

const changes = (from: number, to: number): ChangeFrame[] =>
  Array.from({ length: to - from }, (_, index) => change(`c${from + index}`))

it('gives back what was published, in order, with what routes it', async () => {
  const feed = feedOf()
  const begin = await feed.position()
  const last = await feed.publish(changes(0, 1_203))
  const entries = await feed.readAfter(begin, 5_000)
  expect(entries.map(({ subject }) => subject)).toEqual(changes(0, 1_203).map(({ doc }) => doc.id))
  expect(entries.at(-1)!.position).toBe(last)
  expect(await feed.position()).toBe(last)
  expect(entries[0]).toMatchObject({
    collection: 'conversations',
    links: { revision: 3, applicationId: 'app_1', customerId: 'cust_1' },
  })
  expect(JSON.parse(entries[0]!.frame)).toEqual(change('c0'))
})

it('reads no more at once than it may hold, whatever the number asked for', async () => {
  const feed = feedOf()
  const begin = await feed.position()
  const large = { ...change('large'), doc: { id: 'large', note: 'x'.repeat(maximumReadBytes / 4) } }
  await feed.publish([change('first'), large, large, large, large, large, change('last')])
  const subjects: string[] = []
  let reads = 0
  for (let position = begin; ; reads++) {
    const entries = await feed.readAfter(position, 1_000)
    if (entries.length === 0) break
    const size = entries.reduce((sum, { frame }) => sum + frame.length, 0)
    expect(size).toBeLessThan(maximumReadBytes * 1.3)
    subjects.push(...entries.map(({ subject }) => subject))
    position = entries.at(-1)!.position
  }
  expect(reads).toBe(2)
  expect(subjects).toEqual(['first', ...Array.from({ length: 5 }, () => 'large'), 'last'])
})

it('rings once for each publication', async () => {
  const listener = redis.duplicate()
  await listener.subscribe(channel)
  const heard: string[] = []
  listener.on('message', (_, message: string) => heard.push(message))
  const position = await feedOf().publish(changes(0, 3))
  await expect.poll(() => heard).toEqual([position])
  listener.disconnect()
})

it('says nothing and rings nobody where nothing changed', async () => {
  expect(await feedOf().publish([])).toBeUndefined()
})

describe('whether a position is covered', () => {
  it('is, from the beginning on, as long as nothing after it was trimmed', async () => {
    const feed = feedOf()
    const begin = await feed.position()
    const last = await feed.publish(changes(0, 5))
    expect(await feed.covers(begin)).toBe(true)
    expect(await feed.covers(last!)).toBe(true)
  })

  it('is not, for what this feed never gave', async () => {
    const feed = feedOf()
    await feed.publish(changes(0, 5))
    for (const position of ['0-0', '1-0', '99999999999999-0', 'nonsense', ''])
      expect(await feed.covers(position), position).toBe(false)
  })

  it('is exact where old entries were trimmed: the last one of them still is, those before are not', async () => {
    const feed = feedOf({ retentionMs: 50 })
    const first = await feed.publish(changes(0, 1))
    const second = await feed.publish(changes(1, 2))
    await new Promise((resolve) => setTimeout(resolve, 120))
    await feed.publish(changes(2, 3))
    expect(await redis.xlen(stream)).toBe(1)
    expect(await feed.covers(second!)).toBe(true)
    expect(await feed.covers(first!)).toBe(false)
    expect((await feed.readAfter(second!, 10)).map(({ subject }) => subject)).toEqual(['c2'])
  })

  it('keeps a bounded number of entries', async () => {
    const feed = feedOf({ maximumEntries: 100 })
    const begin = await feed.publish(changes(0, 1))
    for (let index = 0; index < 10; index++) await feed.publish(changes(0, 50))
    expect(await redis.xlen(stream)).toBeLessThanOrEqual(110)
    expect(await feed.covers(begin!)).toBe(false)
    expect(await feed.covers(await feed.position())).toBe(true)
  })

  it('is not, after Redis lost the feed or its end', async () => {
    const feed = feedOf()
    const kept = await feed.publish(changes(0, 1))
    const lost = await feed.publish(changes(1, 2))
    await redis.xdel(stream, lost!)
    expect(await feed.covers(lost!)).toBe(false)
    await feed.lose(lost!)
    await feed.publish(changes(2, 3))
    expect(await feed.covers(kept!)).toBe(true)
    await redis.del(stream, `${stream}:trimmed`, `${stream}:floor`)
    // No Redis is back within the millisecond in which it was lost: ids would be given out again.
    await delay(5)
    await feed.publish(changes(3, 4))
    expect(await feed.covers(kept!)).toBe(false)
  })
})

it('knows what was told of an event, and is not misled by what somebody said', async () => {
  const feed = feedOf()
  const id = `${Date.now()}-0`
  const other = `${Date.now()}-1`
  const said = `"eventId":"${other}","timestamp":"x"}`
  await feed.publish([
    { ...changes(0, 1)[0]!, collection: 'conversations', eventId: id },
    {
      ...changes(0, 1)[0]!,
      collection: 'utterances',
      eventId: id,
      doc: { id, conversationId: 'c0', utterance: said },
    },
  ])
  expect(await feed.findTold([id, other])).toEqual(
    new Map([
      [id, new Set(['conversations', 'utterances'])],
      [other, new Set()],
    ]),
  )
})

it('knows what was told long ago, whatever frames lie between, and moves none of them', async () => {
  const feed = feedOf()
  const early = `${Date.now()}-0`
  const told = (eventId: string, note = ''): ChangeFrame => ({
    ...change('c1'),
    eventId,
    doc: { id: 'c1', note },
  })
  await feed.publish([told(early)])
  await feed.publish(Array.from({ length: 700 }, () => told(`${Date.now()}-1`)))
  // More than one step may look at.
  for (let index = 0; index < 12; index++)
    await feed.publish([told(`${Date.now()}-2`, 'x'.repeat(1024 * 1024))])
  const reader = redis.duplicate()
  await reader.ping()
  const before = reader.stream.bytesRead
  const asked = await createChangeFeed({ redis: reader, stream, channel }).findTold([early])
  expect(asked).toEqual(new Map([[early, new Set(['conversations'])]]))
  expect(reader.stream.bytesRead - before).toBeLessThan(100_000)
  reader.disconnect()
})

it('counts what does not name its event as not told', async () => {
  const id = `${Date.now()}-0`
  const frame = JSON.stringify({ ...change('c1'), eventId: id })
  await redis.xadd(stream, '*', 'c', 'conversations', 'i', 'c1', 'frame', frame)
  await feedOf().resync()
  expect(await feedOf().findTold([id])).toEqual(new Map([[id, new Set()]]))
})
