import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { openLiveStream, type LiveStreamParts } from '@/api/liveStream'
import { createStaffStreamCounts, type StreamCounts } from '@/api/streamCounts'
import { markConnections } from '@/runtime/liveConnections'
import { createDirectAnswers } from '@/server/answerDirectly'
import type { DirectParts } from '@/server/routes'

import { bootApp, type TestApp } from '../../support/app'
import { openRedis } from '../../support/engines'
import { startHub, type TestHub } from '../../support/hub'
import { openStream, type TestStream } from '../../support/liveClient'

const maximum = 2
let app: TestApp
let opened: Awaited<ReturnType<typeof openRedis>>
let started: TestHub
let counts: StreamCounts<string>
let direct: Server
const streams: TestStream[] = []

/** The two ways to the stream: through Next's route, and before Next is asked. */
const ways = ['route', 'direct'] as const
const urlOf = (way: (typeof ways)[number]): string =>
  way === 'route' ? app.url : `http://127.0.0.1:${(direct.address() as AddressInfo).port}`

const parts = (): LiveStreamParts => ({ payload: app.payload, hub: started.hub, streams: counts })

beforeAll(async () => {
  opened = await openRedis()
  const { breakerOf } = markConnections()
  app = await bootApp(() => ({
    '/api/realtime': (request) => {
      const breakConnection = breakerOf(request.headers)
      return openLiveStream(request, { ...parts(), ...(breakConnection && { breakConnection }) })
    },
  }))
  counts = createStaffStreamCounts(maximum)
  started = await startHub(app.payload, opened, { heartbeatMs: 100, stallMs: 400 })
  direct = createServer((request, response) => {
    createDirectAnswers(parts() as DirectParts)(request, response)
  }).listen(0, '127.0.0.1')
  await once(direct, 'listening')
})

afterEach(() => {
  for (const stream of streams.splice(0)) stream.close()
})

afterAll(async () => {
  await started.stop()
  direct.closeAllConnections()
  direct.close()
  await app.close()
  await opened.close()
})

const watch = async (url: string, authorization: string): Promise<TestStream> => {
  const stream = await openStream(`${url}/api/realtime`, { Authorization: authorization })
  streams.push(stream)
  if (stream.status === 200) await stream.until(() => stream.frames.length > 0)
  return stream
}

/** How many streams a user may still open. */
const room = (userId: string): number => {
  const taken = Array.from({ length: maximum }, () => counts.take(userId))
  for (const release of taken) release?.()
  return taken.filter((release) => release !== undefined).length
}

const untilRoom = async (userId: string): Promise<void> => {
  await expect.poll(() => room(userId), { timeout: 5_000 }).toBe(maximum)
}

describe.each(ways)('the live streams of one user, by the way: %s', (way) => {
  const openAll = async () => {
    const { id, token } = await app.login('supervisor')
    const url = urlOf(way)
    const all = [await watch(url, `JWT ${token}`), await watch(url, `JWT ${token}`)]
    expect([all.map(({ status }) => status), room(id)]).toEqual([[200, 200], 0])
    return { id, token, all }
  }

  it('are so many, by session and key together, and the next is told when to come back', async () => {
    const { id, token } = await app.login('supervisor')
    const apiKey = crypto.randomUUID()
    await app.payload.update({ collection: 'users', id, data: { enableAPIKey: true, apiKey } })
    const url = urlOf(way)
    expect((await watch(url, `JWT ${token}`)).status).toBe(200)
    expect((await watch(url, `users API-Key ${apiKey}`)).status).toBe(200)
    for (const Authorization of [`JWT ${token}`, `users API-Key ${apiKey}`]) {
      const refused = await fetch(`${url}/api/realtime`, { headers: { Authorization } })
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
      expect((await refused.json()).errors).toEqual([
        { message: 'Too many live streams: close one first.', code: 'TOO_MANY_REQUESTS' },
      ])
    }
    const other = await app.login('admin')
    expect((await watch(url, `JWT ${other.token}`)).status).toBe(200)
  })

  it('count no more once their client has left', async () => {
    const { all, id, token } = await openAll()
    for (const stream of all) stream.close()
    await untilRoom(id)
    expect((await watch(urlOf(way), `JWT ${token}`)).status).toBe(200)
  })

  it('count no more where their client leaves before the answer', async () => {
    const { id, token } = await app.login('supervisor')
    for (let tries = 0; tries < 10; tries++) {
      const signal = AbortSignal.timeout(tries)
      const headers = { Authorization: `JWT ${token}` }
      const answer = fetch(`${urlOf(way)}/api/realtime`, { headers, signal })
      await answer.then(({ body }) => body?.cancel()).catch(() => undefined)
    }
    await untilRoom(id)
  })

  it('count no more once they were cut off because nobody reads', async () => {
    const { all, id } = await openAll()
    for (const stream of all) stream.pause()
    const before = started.hub.droppedCount()
    const doc = { id: 'c', text: 'x'.repeat(200_000) }
    for (let revision = 1; revision <= 60; revision++)
      await started.feed.publish([
        {
          ...{ collection: 'conversations', operation: 'update', eventId: '1-0', timestamp: '' },
          doc: { ...doc, revision },
        },
      ])
    await untilRoom(id)
    expect(started.hub.droppedCount()).toBe(before + all.length)
  })

  it('count no more once their session has ended', async () => {
    const { all, id, token } = await openAll()
    await app.request('POST', '/api/users/logout', { token })
    await Promise.all(all.map(({ ended }) => ended))
    expect(room(id)).toBe(maximum)
  })

  it('count no more once the server has stopped, nor does what it refuses then', async () => {
    const { all, id, token } = await openAll()
    await started.stop()
    await Promise.all(all.map(({ ended }) => ended))
    expect(room(id)).toBe(maximum)
    for (let tries = 0; tries <= maximum; tries++)
      expect((await watch(urlOf(way), `JWT ${token}`)).status).toBe(503)
    expect(room(id)).toBe(maximum)
    started = await startHub(app.payload, opened, { heartbeatMs: 100, stallMs: 400 })
  })
})

it('a question for the head alone holds no live stream', async () => {
  const { id, token } = await app.login('supervisor')
  const asked = new Request(`${app.url}/api/realtime`, {
    method: 'HEAD',
    headers: { Authorization: `JWT ${token}` },
  })
  expect((await openLiveStream(asked, parts())).status).toBe(200)
  expect(room(id)).toBe(maximum)
})
