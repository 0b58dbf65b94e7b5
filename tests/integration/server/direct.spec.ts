import { once } from 'node:events'
import { createServer, request as ask, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { toResponse } from '@/api/answer'
import { createRateLimits } from '@/api/customer/rateLimits'
import {
  answerApplication,
  answerApplications,
  answerConversations,
  type CustomerRoute,
} from '@/api/customer/routes'
import { createCustomerStreamCounts } from '@/api/customer/streamCounts'
import { createTokenVerifier } from '@/api/customer/tokens'
import { createStaffStreamCounts } from '@/api/streamCounts'
import { databaseOf } from '@/queries/database'
import type { Hub } from '@/realtime/hub'
import { createDirectAnswers } from '@/server/answerDirectly'
import { inTurn } from '@/server/inTurn.mjs'
import type { DirectParts } from '@/server/routes'

import { secret, toToken } from '../customer/tokens'
import { bootApp, type TestApp } from '../../support/app'
import { openRedis } from '../../support/engines'
import { startHub, type TestHub } from '../../support/hub'
import { openStream } from '../../support/liveClient'

let app: TestApp
let opened: Awaited<ReturnType<typeof openRedis>>
let started: TestHub
let hub: Hub
let parts: DirectParts
let server: Server
let url: string
const logged: unknown[] = []

const customerId = 'cust/1'
const own = `/api/customer/${encodeURIComponent(customerId)}`
const passedOn = 'passed on'

beforeAll(async () => {
  opened = await openRedis()
  app = await bootApp(() => {
    const serve =
      (answer: CustomerRoute) =>
      async (request: Request): Promise<Response> =>
        toResponse(await answer(request, parts.api))
    return {
      '/api/customer/:customerId/applications': serve(answerApplications),
      '/api/customer/:customerId/application/:applicationId': serve(answerApplication),
      '/api/customer/:customerId/conversations': serve(answerConversations),
    }
  })
  const { payload } = app
  started = await startHub(payload, opened, { stallMs: 400 })
  hub = started.hub
  parts = {
    hub,
    payload,
    streams: createStaffStreamCounts(20),
    api: {
      database: () => databaseOf(payload),
      secret: payload.secret,
      verifyToken: createTokenVerifier({ secrets: [secret] }),
      limits: createRateLimits({
        redis: opened.redis,
        keyPrefix: opened.prefix,
        customerPerMinute: 1_000,
        portalPerMinute: 1_000,
      }),
      corsOrigins: ['https://portal.example'],
      streams: createCustomerStreamCounts({ maximumOfCustomer: 2 }),
      log: (error) => logged.push(error),
    },
  }
  await databaseOf(payload)
    .collection<{ _id: string }>('customer-applications')
    .insertMany(
      ['a/1', 'a2', 'a3'].map((id, index) => ({
        _id: id.replace('/', '~2F'),
        customerId,
        applicationId: id,
        status: 'submitted',
        lastUpdateAt: new Date(Date.UTC(2026, 0, index + 1)),
        purpose: 'a car: שלום',
        version: 1,
        revision: 1,
      })),
    )
  const answer = createDirectAnswers(parts)
  server = createServer(
    inTurn((request, response) => {
      if (!answer(request, response)) response.writeHead(418).end(passedOn)
    }),
  ).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  await started.stop()
  server.closeAllConnections()
  server.close()
  await app.close()
  await opened.close()
})

const bearer = async (given = {}): Promise<Record<string, string>> => ({
  Authorization: `Bearer ${await toToken(customerId, given)}`,
})

/** What an answer says, without what each server adds to all of them. */
const said = async (answer: Response) => {
  const headers = Object.fromEntries(answer.headers)
  for (const name of ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding'])
    delete headers[name]
  return { status: answer.status, headers, body: await answer.text() }
}

/** Sends bytes as they are: `fetch` would put an address in order. */
const exchange = async (sent: string): Promise<string> => {
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1')
  socket.write(sent)
  let text = ''
  for await (const part of socket) text += String(part)
  return text
}

const raw = (line: string): Promise<string> =>
  exchange(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`)

/** Collects what nothing holds any more: what is held weakly is gone then. */
const collectGarbage = async (): Promise<void> => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  for (let round = 0; round < 5; round++) {
    await delay(20)
    collect()
  }
}

describe('what is answered before Next', () => {
  it.each([
    ['a list', `${own}/applications`, {}, 200],
    ['a page', `${own}/applications?limit=2`, {}, 200],
    ['one document', `${own}/application/a%2F1`, {}, 200],
    ['conversations', `${own}/conversations`, {}, 200],
    ['a versioned document', `${own}/application/a2`, { Accept: 'application/vnd.billie.v1+json' }, 200], // prettier-ignore
    ['another version', `${own}/application/a2`, { Accept: 'application/vnd.billie.v9+json' }, 406],
    ['a page of the portal', `${own}/applications`, { Origin: 'https://portal.example' }, 200],
    ['another page', `${own}/applications`, { Origin: 'https://other.example' }, 200],
    ['what is not there', `${own}/application/none`, { Origin: 'https://portal.example' }, 404],
    ['another customer', '/api/customer/other/applications', {}, 404],
    ['a wrong question', `${own}/applications?limit=no`, {}, 400],
    ['a wrong cursor', `${own}/applications?cursor=no`, {}, 400],
    ['no token', `${own}/applications`, { Authorization: '' }, 401],
    ['a session', `${own}/applications`, { Authorization: 'JWT x', Cookie: 'payload-token=x' }, 401], // prettier-ignore
  ])('is what the route answers: %s', async (_, path, headers, status) => {
    const asked = { headers: { ...(await bearer()), ...headers } }
    const direct = await said(await fetch(url + path, asked))
    expect(direct.status).toBe(status)
    expect(direct).toEqual(await said(await fetch(app.url + path, asked)))
  })

  it('is told apart by its validator', async () => {
    const headers = await bearer()
    const first = await fetch(`${url}${own}/applications`, { headers })
    const etag = first.headers.get('etag')!
    expect(Number(first.headers.get('content-length'))).toBe((await first.arrayBuffer()).byteLength)
    const second = await fetch(`${url}${own}/applications`, {
      headers: { ...headers, 'If-None-Match': `"another", W/${etag}` },
    })
    expect([second.status, second.headers.get('etag'), await second.text()]).toEqual([
      304,
      etag,
      '',
    ])
  })

  it.each([
    ['HTTP/1.0', ['HTTP/1.0', []], 1],
    ['names in capitals', ['HTTP/1.1', ['HOST: x', 'CONNECTION: close']], 1],
    ['a body', ['HTTP/1.1', ['Host: x', 'Content-Length: 2', '', '{}GET /admin HTTP/1.1', 'Host: x', 'Connection: close']], 2], // prettier-ignore
    ['a question before the body', ['HTTP/1.1', ['Host: x', 'Expect: 100-continue', 'Content-Length: 0', 'Connection: close']], 2], // prettier-ignore
    ['another protocol', ['HTTP/1.1', ['Host: x', 'Connection: close, Upgrade', 'Upgrade: h2c']], 1], // prettier-ignore
  ] as [string, [string, string[]], number][])(
    'is answered however it is sent: with %s',
    async (_, [version, lines], answers) => {
      const { Authorization } = await bearer()
      const sent = [
        `GET ${own}/applications ${version}`,
        `AUTHORIZATION: ${Authorization}`,
        ...lines,
      ]
      const said = await exchange(`${sent.join('\r\n')}\r\n\r\n`)
      expect(said.match(/HTTP\/1\.1 \d+/g)).toHaveLength(answers)
      expect(said).toContain('HTTP/1.1 200 OK')
      expect(said).toContain('"applicationId":"a2"')
    },
  )

  it.each([
    ['POST', `${own}/applications`],
    ['OPTIONS', `${own}/applications`],
    ['HEAD', `${own}/applications`],
    ['GET', `${own}/applications/`],
    ['GET', `${own}/application/a/b`],
    ['GET', '/api/customer//applications'],
    ['GET', '/api/customer'],
    ['GET', '/api/conversations'],
    ['POST', '/api/realtime'],
    ['GET', '/api/realtime/status'],
    ['GET', `/admin${own}/applications`],
  ])('leaves everything else to Next: %s %s', async (method, path) => {
    const answer = await fetch(url + path, { method, headers: await bearer() })
    expect(answer.status).toBe(418)
  })

  it.each([
    '//api/realtime',
    '//x/api/customer/cust/applications',
    '//x@localhost/api/realtime',
    '/api//realtime',
    '/api/customer/../realtime',
    '/api/./realtime',
    '/api/customer/x/%2e%2e/y/applications',
    '/api/customer/%2E%2E/realtime',
    '/api\\realtime',
    '/api/customer/x\\..\\y/applications',
    '/api/customer/x\\y/applications',
    '/api/realtime#x',
    '/api/realtime/..;/realtime',
    '/api/customer/{x}/applications',
  ])('leaves a path that stands for another one to Next: %s', async (path) => {
    expect((await raw(`GET ${path} HTTP/1.1`)).split(' ')[1]).toBe('418')
  })

  it.each(['TRACE', 'PROPFIND', 'LOCK'])(
    'says of %s, at which Next fails, that there is no such method',
    async (method) => {
      for (const path of [`${own}/applications`, '/admin']) {
        const answer = await raw(`${method} ${path} HTTP/1.1`)
        expect(answer.split(' ')[1]).toBe('501')
        expect(answer).toContain('NOT_IMPLEMENTED')
      }
    },
  )

  it.each(['GET http://x/api/realtime', 'GET http://x@localhost/admin', 'OPTIONS *'])(
    'refuses what is no path: %s',
    async (line) => {
      const answer = await raw(`${line} HTTP/1.1`)
      expect(answer.split(' ')[1]).toBe('400')
      expect(answer).toContain('INVALID_REQUEST')
    },
  )

  it.each(['/api/customer/%E0%A4%A/applications', '/api/conversations/%', '/admin/%E0%A4%A'])(
    'refuses an address whose escapes stand for no text: %s',
    async (path) => {
      const answer = await fetch(url + path, { headers: await bearer() })
      expect(answer.status).toBe(400)
      expect((await answer.json()).errors[0].code).toBe('INVALID_REQUEST')
    },
  )

  it.each([`${own}/applications`, `${own}/realtime`, '/api/customer/%E0%A4%A/applications'])(
    'says that something went wrong where an answer cannot be given: %s',
    async (path) => {
      const broken = createDirectAnswers(parts)
      const one = createServer((request, response) => {
        const { writeHead } = response
        response.writeHead = () => {
          response.writeHead = writeHead
          throw new Error('a header that cannot be sent')
        }
        broken(request, response)
      }).listen(0, '127.0.0.1')
      await once(one, 'listening')
      const { port } = one.address() as AddressInfo
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: await bearer() })
      one.closeAllConnections()
      one.close()
      expect(answer.status).toBe(500)
      expect(await answer.json()).toEqual({
        errors: [{ message: 'Something went wrong.', code: 'INTERNAL_ERROR' }],
      })
      await expect.poll(() => hub.clientCount()).toBe(0)
    },
  )

  it('fails for nobody when the client leaves before its answer', async () => {
    const headers = await bearer()
    for (let index = 0; index < 20; index++) {
      const sent = ask(`${url}${own}/applications`, { headers })
      sent.on('error', () => undefined)
      sent.end()
      setTimeout(() => sent.destroy(), index % 5)
      await new Promise((resolve) => sent.once('close', resolve))
    }
    expect((await fetch(`${url}${own}/applications`, { headers })).status).toBe(200)
    expect(logged).toEqual([])
  })
})

describe('a live stream that is opened before Next', () => {
  const untilClients = async (count: number): Promise<void> => {
    await expect.poll(() => hub.clientCount(), { timeout: 5_000 }).toBe(count)
  }

  it('tells staff and customers who they are, and ends with its reader', async () => {
    const { token } = await app.login('supervisor')
    const staff = await openStream(`${url}/api/realtime`, { Authorization: `JWT ${token}` })
    const customer = await openStream(`${url}${own}/realtime`, await bearer())
    for (const stream of [staff, customer]) {
      expect(stream.status).toBe(200)
      expect(stream.headers['content-type']).toContain('text/event-stream')
      await stream.until(() => stream.frames[0]?.data.type === 'connected')
    }
    await untilClients(2)
    staff.close()
    customer.close()
    await untilClients(0)
  })

  it.each(['/api/realtime', `${own}/realtime`])(
    'ends with its reader after garbage was collected, too: %s',
    async (path) => {
      const { token } = await app.login('supervisor')
      const headers = path === '/api/realtime' ? { Authorization: `JWT ${token}` } : await bearer()
      const stream = await openStream(`${url}${path}`, headers)
      await stream.until(() => stream.frames.length > 0)
      await untilClients(1)
      await collectGarbage()
      stream.close()
      await untilClients(0)
    },
  )

  /** Sends requests at once, without waiting for answers. */
  const send = (...requests: string[]): Socket => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.resume().write(requests.join(''))
    return socket
  }

  const head = async (path: string, ...more: string[]): Promise<string> => {
    const { Authorization } = await bearer()
    return [`GET ${path} HTTP/1.1`, 'Host: x', `Authorization: ${Authorization}`, ...more, '', ''].join('\r\n') // prettier-ignore
  }

  it('ends with its client where more requests wait behind it', async () => {
    const stream = await head(`${own}/realtime`)
    const socket = send(stream, stream, await head(`${own}/applications`), stream)
    await untilClients(1)
    socket.destroy()
    await untilClients(0)
  })

  it('breaks with a client that sends more and more behind it', async () => {
    const stream = await head(`${own}/realtime`)
    const socket = send(stream, stream.repeat(200))
    await once(socket, 'close')
    await untilClients(0)
  })

  it('ends with its client where that had more to send', async () => {
    const request = await head(`${own}/realtime`, 'Content-Length: 1000000000')
    const socket = send(request, 'x'.repeat(1_000_000))
    await untilClients(1)
    socket.destroy()
    await untilClients(0)
  })

  it('refuses whoever is nobody, and a customer the stream of the staff', async () => {
    for (const headers of [{}, await bearer()])
      expect((await fetch(`${url}/api/realtime`, { headers })).status).toBe(401)
    const foreign = await fetch(`${url}/api/customer/other/realtime`, { headers: await bearer() })
    expect(foreign.status).toBe(404)
    await untilClients(0)
  })

  it('is cut where its reader does not read', async () => {
    const { token } = await app.login('supervisor')
    const before = hub.droppedCount()
    const stream = await openStream(`${url}/api/realtime`, { Authorization: `JWT ${token}` })
    await stream.until(() => stream.frames.length > 0)
    stream.pause()
    const text = 'x'.repeat(200_000)
    for (let revision = 0; revision < 60; revision++)
      await started.feed.publish([
        {
          collection: 'conversations',
          operation: 'update',
          doc: { id: 'c', revision, text },
          eventId: '1-0',
          timestamp: '2026-01-01T00:00:00.000Z',
        },
      ])
    await expect.poll(() => hub.droppedCount(), { timeout: 10_000 }).toBe(before + 1)
    await untilClients(0)
    stream.resume()
    await stream.ended
  })
})
