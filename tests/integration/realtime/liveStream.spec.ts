import { once } from 'node:events'

import { Redis } from 'ioredis'
import { ObjectId } from 'mongodb'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { findEndedGrants } from '@/api/liveGrants'
import { openLiveStream } from '@/api/liveStream'
import { createStaffStreamCounts } from '@/api/streamCounts'
import { databaseOf } from '@/queries/database'
import { createChangeFeed, type ChangeFeed } from '@/realtime/changeFeed'
import type { ChangeFrame } from '@/realtime/frames'
import { createHub, type Hub, type HubOptions } from '@/realtime/hub'
import { announceSessionChange } from '@/runtime/announceSession'
import { markConnections } from '@/runtime/liveConnections'

import { bootApp, type TestApp } from '../../support/app'
import { engineUris, openRedis, quietLogger } from '../../support/engines'
import { openStream, type TestStream } from '../../support/liveClient'
import { openProxy, type Proxy } from '../../support/proxy'

let app: TestApp
let feed: ChangeFeed
let proxy: Proxy
let prefix: string
const staffStreams = createStaffStreamCounts(100)
const hubs: Record<string, Hub> = {}
const closers: (() => Promise<void> | void)[] = []
const streams: TestStream[] = []

beforeAll(async () => {
  const opened = await openRedis()
  prefix = opened.prefix
  closers.push(opened.close)
  feed = createChangeFeed({ redis: opened.redis, stream: prefix, channel: `${prefix}:ring` })
  proxy = await openProxy(new URL(engineUris().redisUrl))
  closers.push(proxy.close)
  const connections = markConnections()
  const serve = (name: string) => async (request: Request) => {
    const breakConnection = connections.breakerOf(request.headers)
    return openLiveStream(request, {
      payload: app.payload,
      hub: hubs[name],
      streams: staffStreams,
      ...(breakConnection && { breakConnection }),
    })
  }
  app = await bootApp(() => ({
    '/api/realtime': serve('one'),
    '/api/realtime/two': serve('two'),
    '/api/realtime/quick': serve('quick'),
    '/api/realtime/small': serve('small'),
    '/api/realtime/cut': serve('cut'),
    '/api/realtime/short': serve('short'),
    '/api/realtime/doubtful': serve('doubtful'),
  }))
  await addHub('one')
  await addHub('two')
  await addHub('quick', { heartbeatMs: 100, stallMs: 400 })
  await addHub('small', { maximumRecentEntries: 5, maximumClients: 1 })
  await addHub('cut', { heartbeatMs: 60_000 }, proxy.port)
})

afterAll(async () => {
  for (const hub of Object.values(hubs)) await hub.stop()
  await app.close()
  for (const close of closers.reverse()) await close()
})

afterEach(() => {
  for (const stream of streams.splice(0)) stream.close()
})

const addHub = async (
  name: string,
  options: Partial<HubOptions> = {},
  port?: number,
): Promise<void> => {
  const url = new URL(engineUris().redisUrl)
  if (port) url.port = String(port)
  const reader = new Redis(url.href, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => 20,
  })
  const subscriber = new Redis(url.href, { maxRetriesPerRequest: null, retryStrategy: () => 20 })
  for (const connection of [reader, subscriber]) {
    connection.on('error', () => undefined)
    closers.push(() => connection.disconnect())
  }
  const channel = `${prefix}:ring`
  const hub = createHub({
    feed: createChangeFeed({ redis: reader, stream: prefix, channel }),
    reader,
    subscriber,
    channel,
    findEndedGrants: (grants) => findEndedGrants(databaseOf(app.payload), grants, Date.now()),
    logger: quietLogger,
    ...options,
  })
  hubs[name] = hub
  // As the runtime does: a read before the connection stands would fail.
  if (reader.status !== 'ready') await once(reader, 'ready')
  await hub.start()
}

const watch = async (
  token: string,
  path = '/api/realtime',
  headers: Record<string, string> = {},
): Promise<TestStream> => {
  const stream = await openStream(`${app.url}${path}`, {
    Authorization: `JWT ${token}`,
    ...headers,
  })
  streams.push(stream)
  return stream
}

const ready = async (stream: TestStream): Promise<TestStream> => {
  await stream.until(() => stream.frames.length > 0)
  return stream
}

let made = 0
const change = (
  collection: string,
  doc: Partial<ChangeFrame['doc']> & { id: string },
): ChangeFrame => ({
  collection,
  operation: 'update',
  doc: { revision: ++made, ...doc },
  eventId: '1-0',
  timestamp: new Date().toISOString(),
})

const numbered = (from: number, to: number): ChangeFrame[] =>
  Array.from({ length: to - from }, (_, index) => change('customers', { id: `n${from + index}` }))

const ids = (stream: TestStream): string[] => stream.changes().map(({ id }) => id)

const range = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `n${from + index}`)

describe('a live stream', () => {
  it('begins with who and where, then carries every change as a frame with an id', async () => {
    const { token } = await app.login('supervisor')
    const stream = await ready(await watch(token))
    expect(stream.status).toBe(200)
    expect(stream.headers['content-type']).toMatch(/^text\/event-stream/)
    expect(stream.headers['cache-control']).toContain('no-transform')
    expect(stream.headers['x-accel-buffering']).toBe('no')
    expect(stream.frames[0]!.data).toEqual({
      type: 'connected',
      clientId: expect.any(String),
      position: expect.stringMatching(/^\d+-\d+$/),
    })
    const frame = change('conversations', { id: 'conv_1', customerName: 'Ana\n\ndata: x' })
    const position = await feed.publish([frame])
    await stream.until(() => stream.frames.length > 1)
    expect(stream.frames[1]).toEqual({ id: position, data: frame })
  })

  it('reaches the clients of every instance', async () => {
    const { token } = await app.login('supervisor')
    const both = [
      await ready(await watch(token)),
      await ready(await watch(token, '/api/realtime/two')),
    ]
    await feed.publish(numbered(0, 300))
    for (const stream of both) {
      await stream.until(() => stream.changes().length === 300)
      expect(ids(stream)).toEqual(range(0, 300))
    }
  })

  it('takes up on any instance where it left off, without a gap or a repeat', async () => {
    const { token } = await app.login('admin')
    const first = await ready(await watch(token))
    const publishing = (async () => {
      for (let index = 0; index < 1_000; index += 10)
        await feed.publish(numbered(index, index + 10))
    })()
    await first.until(() => first.changes().length > 200)
    first.close()
    const seen = ids(first)
    const headers = { 'Last-Event-ID': first.lastEventId()! }
    await publishing
    for (const path of ['/api/realtime', '/api/realtime/two', '/api/realtime/small']) {
      const next = await watch(token, path, headers)
      await next.until(() => next.changes().length === 1_000 - seen.length)
      expect([...seen, ...ids(next)]).toEqual(range(0, 1_000))
      next.close()
    }
    const byQuery = await watch(token, `/api/realtime?lastEventId=${first.lastEventId()}`)
    await byQuery.until(() => byQuery.changes().length === 1_000 - seen.length)
  })

  it('can be taken up even where nothing but the beginning was seen', async () => {
    const { token } = await app.login('admin')
    const first = await ready(await watch(token))
    first.close()
    await feed.publish(numbered(0, 3))
    const next = await watch(token, '/api/realtime', { 'Last-Event-ID': first.lastEventId()! })
    await next.until(() => next.changes().length === 3)
  })

  it.each(['1-0', '99999999999999-0', 'nonsense'])(
    'tells a client that comes back from %s to load again, and goes on',
    async (lastEventId) => {
      const { token } = await app.login('admin')
      const stream = await watch(token, '/api/realtime', { 'Last-Event-ID': lastEventId })
      await stream.until(() => stream.frames.length === 2)
      expect(stream.frames[0]!.data.type).toBe('connected')
      expect(stream.frames[1]!.data).toEqual({ type: 'resync' })
      await feed.publish(numbered(0, 1))
      await stream.until(() => stream.changes().length === 1)
    },
  )

  it('tells every client to load again where more changed than can be told, and goes on', async () => {
    const { token } = await app.login('admin')
    const stream = await ready(await watch(token))
    const before = await feed.publish(numbered(0, 1))
    await stream.until(() => ids(stream).includes('n0'))
    await feed.resync()
    await stream.until(() => stream.frames.some(({ data }) => data.type === 'resync'))
    await feed.publish(numbered(1, 2))
    await stream.until(() => ids(stream).includes('n1'))
    const late = await watch(token, '/api/realtime', { 'Last-Event-ID': before! })
    await late.until(() => late.frames.length === 2)
    expect(late.frames[1]!.data).toEqual({ type: 'resync' })
  })

  it('shows that it is alive, and moves the place to resume from past what was not wanted', async () => {
    const { token } = await app.login('admin')
    const stream = await ready(await watch(token, '/api/realtime/quick?collections=conversations'))
    const position = await feed.publish(numbered(0, 5))
    await stream.until(() => stream.lastEventId() === position)
    expect(stream.comments).toContain('heartbeat')
    expect(stream.changes()).toEqual([])
  })

  it('gives only the asked collections', async () => {
    const { token } = await app.login('admin')
    const stream = await ready(await watch(token, '/api/realtime?collections=utterances,customers'))
    await feed.publish([
      change('conversations', { id: 'x' }),
      change('utterances', { id: '1-1', conversationId: 'x' }),
      change('customers', { id: 'y' }),
    ])
    await stream.until(() => stream.changes().length === 2)
    expect(ids(stream)).toEqual(['1-1', 'y'])
  })

  it('gives one conversation with what it links to, and follows the links', async () => {
    const { token } = await app.login('admin')
    await databaseOf(app.payload)
      .collection<{ _id: string }>('conversations')
      .insertOne({
        _id: 'conv_f',
        conversationId: 'conv_f',
        applicationId: 'app_a',
        customerId: 'cust_a',
        revision: 1,
      } as { _id: string })
    const stream = await ready(await watch(token, '/api/realtime?conversation=conv_f'))
    await feed.publish([
      change('applications', { id: 'app_a' }),
      change('applications', { id: 'app_b' }),
      change('customers', { id: 'cust_a' }),
      change('customers', { id: 'cust_b' }),
      change('conversations', { id: 'conv_g', applicationId: 'app_z' }),
      change('utterances', { id: '2-1', conversationId: 'conv_g' }),
      change('utterances', { id: '2-2', conversationId: 'conv_f' }),
      change('conversations', { id: 'conv_f', applicationId: 'app_b', customerId: 'cust_a' }),
      change('applications', { id: 'app_b', told: 'again' }),
      change('applications', { id: 'app_a', told: 'again' }),
    ])
    await stream.until(() => stream.changes().length === 5)
    expect(ids(stream)).toEqual(['app_a', 'cust_a', '2-2', 'conv_f', 'app_b'])
  })
})

describe('who may watch', () => {
  it('staff, by session or API key, and nobody else', async () => {
    const anonymous = await app.request('GET', '/api/realtime')
    expect([anonymous.status, anonymous.body.errors[0].code]).toEqual([401, 'UNAUTHENTICATED'])
    const roleless = await app.login(null)
    const refused = await app.request('GET', '/api/realtime', { token: roleless.token })
    expect([refused.status, refused.body.errors[0].code]).toEqual([403, 'FORBIDDEN'])
    const { id, token } = await app.login('supervisor')
    const byCookie = await openStream(`${app.url}/api/realtime`, {
      Cookie: `payload-token=${token}`,
    })
    streams.push(byCookie)
    expect(byCookie.status).toBe(200)
    const foreign = await app.request('GET', '/api/realtime', {
      headers: { Cookie: `payload-token=${token}`, Origin: 'https://elsewhere.example' },
    })
    expect(foreign.status).toBe(401)
    const apiKey = 'b1b2c3d4-0000-4000-8000-000000000000'
    await app.payload.update({ collection: 'users', id, data: { enableAPIKey: true, apiKey } })
    const byKey = await openStream(`${app.url}/api/realtime`, {
      Authorization: `users API-Key ${apiKey}`,
    })
    streams.push(await ready(byKey))
    await app.payload.update({ collection: 'users', id, data: { enableAPIKey: false } })
    await byKey.ended
  })

  it.each(['?conversation=a&conversation=b', '?conversation=', '?collections=a&collections=b'])(
    'refuses %s',
    async (query) => {
      const { token } = await app.login('admin')
      const { body, status } = await app.request('GET', `/api/realtime${query}`, { token })
      expect([status, body.errors[0].code]).toEqual([400, 'INVALID_REQUEST'])
    },
  )

  it('ends the streams of a session at once when it logs out, and no other', async () => {
    const { id, token } = await app.login('supervisor')
    const { email } = await app.payload.findByID({ collection: 'users', id })
    await app.payload.update({ collection: 'users', id, data: { password: 'abcdefgh' } })
    const again = async () =>
      (await app.payload.login({ collection: 'users', data: { email, password: 'abcdefgh' } }))
        .token!
    expect(token).toBeTruthy()
    const leaving = await again()
    const staying = await again()
    const left = await ready(await watch(leaving))
    const elsewhere = await ready(await watch(leaving, '/api/realtime/two'))
    const stays = await ready(await watch(staying))
    const begin = Date.now()
    await app.request('POST', '/api/users/logout', { token: leaving })
    await Promise.all([left.ended, elsewhere.ended])
    expect(Date.now() - begin).toBeLessThan(1_000)
    await feed.publish(numbered(0, 1))
    await stays.until(() => stays.changes().length === 1)
  })

  it('asks again soon where the database did not say whether a session has ended', async () => {
    let isAway = false
    let asked = 0
    await addHub('doubtful', {
      heartbeatMs: 60_000,
      findEndedGrants: async (grants) => {
        asked += 1
        if (isAway) throw new Error('the database is away')
        return findEndedGrants(databaseOf(app.payload), grants, Date.now())
      },
    })
    const { token } = await app.login('supervisor')
    const stream = await ready(await watch(token, '/api/realtime/doubtful'))
    await expect.poll(() => asked).toBeGreaterThan(0)
    isAway = true
    asked = 0
    await app.request('POST', '/api/users/logout', { token })
    await expect.poll(() => asked, { timeout: 5_000 }).toBeGreaterThan(0)
    isAway = false
    await stream.ended
  })

  it.each([
    [
      'loses the role',
      async (id: string) => {
        await databaseOf(app.payload)
          .collection('users')
          .updateOne({ _id: new ObjectId(id) }, { $unset: { role: '' } })
        await announceSessionChange(id)
      },
    ],
    ['is deleted', (id: string) => app.payload.delete({ collection: 'users', id })],
    [
      'gets another password',
      (id: string) =>
        app.payload.update({ collection: 'users', id, data: { password: 'another one' } }),
    ],
  ])('ends the streams of a user who %s', async (_, act) => {
    const { id, token } = await app.login('supervisor')
    const stream = await ready(await watch(token))
    const begin = Date.now()
    await act(id)
    await stream.ended
    expect(Date.now() - begin).toBeLessThan(2_000)
  })

  it('ends a stream when its session was taken away without anybody telling', async () => {
    const { id, token } = await app.login('supervisor')
    const stream = await ready(await watch(token, '/api/realtime/quick'))
    await databaseOf(app.payload)
      .collection('users')
      .updateOne({ _id: new ObjectId(id) }, { $set: { sessions: [] } })
    await stream.ended
  })
})

describe('bounds', () => {
  it('cuts off a reader that does not read, and keeps the others', async () => {
    const { token } = await app.login('admin')
    const sleeper = await ready(await watch(token, '/api/realtime/quick'))
    const reader = await ready(await watch(token, '/api/realtime/quick'))
    sleeper.pause()
    const big = 'x'.repeat(100_000)
    for (let index = 0; index < 200; index++)
      await feed.publish([change('customers', { id: `n${index}`, note: big })])
    await reader.until(() => reader.changes().length === 200, 20_000)
    await expect.poll(() => hubs.quick!.clientCount(), { timeout: 5_000 }).toBe(1)
    sleeper.resume()
    await sleeper.ended
    expect(sleeper.changes().length).toBeLessThan(200)
    expect(ids(reader)).toEqual(range(0, 200))
  })

  it('has room for so many and refuses the next', async () => {
    const { token } = await app.login('admin')
    await ready(await watch(token, '/api/realtime/small'))
    const { body, status } = await app.request('GET', '/api/realtime/small', { token })
    expect([status, body.errors[0].code]).toEqual([503, 'TOO_MANY_STREAMS'])
  })

  it('forgets a client that has left', async () => {
    const { token } = await app.login('admin')
    const before = hubs.one!.clientCount()
    const stream = await ready(await watch(token))
    expect(hubs.one!.clientCount()).toBe(before + 1)
    stream.close()
    await expect.poll(() => hubs.one!.clientCount()).toBe(before)
  })

  it('keeps nobody who asks for its headers alone', async () => {
    const { token } = await app.login('admin')
    const before = hubs.one!.clientCount()
    const { headers, status } = await app.request('HEAD', '/api/realtime', { token })
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8'])
    expect(hubs.one!.clientCount()).toBe(before)
  })

  it('ends every stream promptly when it stops, and refuses what comes later', async () => {
    const { token } = await app.login('admin')
    await addHub('short')
    const stream = await ready(await watch(token, '/api/realtime/short'))
    const begin = Date.now()
    await hubs.short!.stop()
    await stream.ended
    expect(Date.now() - begin).toBeLessThan(1_000)
    const { status } = await app.request('GET', '/api/realtime/short', { token })
    expect(status).toBe(503)
  })
})

describe('when Redis is away', () => {
  it('keeps the clients and goes on when it is back', async () => {
    const { token } = await app.login('admin')
    const stream = await ready(await watch(token, '/api/realtime/cut'))
    proxy.cut()
    await feed.publish(numbered(0, 10))
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(stream.changes()).toEqual([])
    proxy.heal()
    await stream.until(() => stream.changes().length === 10)
    expect(ids(stream)).toEqual(range(0, 10))
  })

  it('tells every client to load again where the feed was lost meanwhile', async () => {
    const { token } = await app.login('admin')
    const stream = await ready(await watch(token, '/api/realtime/cut'))
    await feed.publish(numbered(0, 1))
    await stream.until(() => stream.changes().length === 1)
    proxy.cut()
    const redis = new Redis(engineUris().redisUrl)
    await redis.del(prefix, `${prefix}:trimmed`, `${prefix}:floor`)
    redis.disconnect()
    await feed.publish(numbered(1, 3))
    proxy.heal()
    await stream.until(() => stream.frames.some(({ data }) => data.type === 'resync'))
    await feed.publish(numbered(3, 4))
    await stream.until(() => ids(stream).includes('n3'))
  })
})
