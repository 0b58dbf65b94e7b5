import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { answerPreflight } from '@/api/customer/cors'
import { createRateLimits } from '@/api/customer/rateLimits'
import { toResponse } from '@/api/answer'
import {
  answerApplication,
  answerApplications,
  answerConversations,
  type CustomerApi,
} from '@/api/customer/routes'
import { createTokenVerifier } from '@/api/customer/tokens'
import { databaseOf } from '@/queries/database'

import { type Answer, bootApp, type TestApp } from '../../support/app'
import { engineUris, openRedis } from '../../support/engines'
import { openProxy } from '../../support/proxy'
import { secret, toToken } from './tokens'

const origin = 'https://portal.example'
const days = (count: number): Date => new Date(Date.UTC(2024, 0, 1 + count))

let app: TestApp
let redis: Awaited<ReturnType<typeof openRedis>>
let api: CustomerApi

beforeAll(async () => {
  redis = await openRedis()
  app = await bootApp((payload) => {
    api = {
      database: () => databaseOf(payload),
      secret: payload.secret,
      verifyToken: createTokenVerifier({ secrets: ['an older secret of the issuer', secret] }),
      limits: createRateLimits({
        redis: redis.redis,
        keyPrefix: redis.prefix,
        customerPerMinute: 60,
        portalPerMinute: 1_000,
      }),
      corsOrigins: [origin],
      log: (error) => {
        throw error
      },
    }
    const serve =
      (answer: typeof answerApplications) =>
      async (request: Request): Promise<Response> =>
        request.method === 'OPTIONS'
          ? answerPreflight(request, api.corsOrigins)
          : toResponse(await answer(request, api))
    return {
      '/api/customer/:customerId/applications': serve(answerApplications),
      '/api/customer/:customerId/application/:applicationId': serve(answerApplication),
      '/api/customer/:customerId/conversations': serve(answerConversations),
    }
  })
  const database = databaseOf(app.payload)
  const application = (id: string, customerId: string, more: object = {}) => ({
    _id: id.replace('/', '~2F'),
    customerId,
    applicationId: id,
    applicationNumber: `N-${id}`,
    status: 'submitted',
    requiredDocuments: [{ id: '0', documentType: 'IDENTITY', status: 'required' }],
    version: 3,
    revision: 4,
    assessments: { fraudCheck: { secret: true } },
    ...more,
  })
  await database
    .collection<{ _id: string }>('customer-applications')
    .insertMany([
      ...[1, 2, 3, 4, 5].map((number) =>
        application(`app_${number}`, 'cust_1', { lastUpdateAt: days(Math.min(number, 3)) }),
      ),
      application('app_6', 'cust_1'),
      application('app_7', 'cust_1'),
      application('app/8', 'cust_2', { lastUpdateAt: days(1) }),
      application('app_9', 'cust/3', { lastUpdateAt: days(1) }),
    ])
  await database.collection<{ _id: string }>('customer-conversations').insertMany(
    [1, 2, 3].map((number) => ({
      _id: `conv_${number}`,
      conversationId: `conv_${number}`,
      customerId: 'cust_1',
      lastMessage: 'hello',
      lastMessageAt: days(number),
      isAccessible: number !== 2,
      rationale: 'nobody may know',
    })),
  )
})

afterAll(async () => {
  await app.close()
  await redis.close()
})

const as = async (customerId: string, path: string, headers: Record<string, string> = {}) =>
  app.request('GET', path, {
    headers: { Authorization: `Bearer ${await toToken(customerId)}`, ...headers },
  })

const createClient = async (apiKey: string) =>
  app.payload.create({
    collection: 'portal-clients',
    data: { name: 'portal', enableAPIKey: true, apiKey },
  })

const codeOf = ({ body, status }: Answer) => [status, body.errors?.[0]?.code]

/** The same routes over a way to the database that can be made bad. */
const openFarApi = async () => {
  const { databaseUri } = engineUris()
  const proxy = await openProxy(new URL(databaseUri))
  const address = new URL(databaseUri)
  address.host = `127.0.0.1:${proxy.port}`
  address.search = '?directConnection=true&serverSelectionTimeoutMS=500'
  const client = await MongoClient.connect(address.href)
  const db = client.db(databaseOf(app.payload).databaseName)
  const logged: unknown[] = []
  const far: CustomerApi = { ...api, database: () => db, log: (error) => logged.push(error) }
  const ask = async (customerId: string) => {
    const { pathname } = new URL(`http://x/api/customer/${customerId}/applications`)
    const headers = new Headers({ Authorization: `Bearer ${await toToken(customerId)}` })
    return answerApplications({ url: `http://x${pathname}`, headers }, far)
  }
  const close = async (): Promise<void> => {
    await client.close()
    proxy.close()
  }
  return { ask, close, logged, proxy }
}

/** A Redis that is away. */
const connectNowhere = (): Redis => {
  const away = new Redis('redis://127.0.0.1:1', {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  })
  away.on('error', () => undefined)
  return away
}

describe('a database that is away', () => {
  it.each([
    ['stands still', 'swallow', 5_000],
    ['refuses connections', 'cut', 0],
  ] as const)('and %s is told of in seconds, as what passes', async (_, fault, leastMs) => {
    const { ask, close, logged, proxy } = await openFarApi()
    try {
      expect((await ask('cust_1')).status).toBe(200)
      proxy[fault]()
      const startedAt = performance.now()
      const answers = await Promise.all(Array.from({ length: 5 }, () => ask('cust_1')))
      const tookMs = performance.now() - startedAt
      for (const { body, headers, status } of answers) {
        expect([status, headers['retry-after']]).toEqual([503, '5'])
        expect(JSON.parse(body!).errors[0].code).toBe('UNAVAILABLE')
      }
      expect(tookMs).toBeGreaterThan(leastMs)
      expect(tookMs).toBeLessThan(7_500)
      expect(logged).toEqual([])
    } finally {
      await close()
    }
  })
})

describe('a customer', () => {
  it('lists their own applications, newest update first, page by page and each once', async () => {
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`
      const { body, status } = await as(
        'cust_1',
        `/api/customer/cust_1/applications?limit=2${query}`,
      )
      expect(status).toBe(200)
      seen.push(...body.docs.map(({ id }: { id: string }) => id))
      cursor = body.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(['app_5', 'app_4', 'app_3', 'app_2', 'app_1', 'app_7', 'app_6'])
  })

  it('reads one application and nothing that customers are not shown', async () => {
    const { body, headers, status } = await as('cust_1', '/api/customer/cust_1/application/app_1')
    expect(status).toBe(200)
    expect(body).toEqual({
      id: 'app_1',
      customerId: 'cust_1',
      applicationId: 'app_1',
      applicationNumber: 'N-app_1',
      status: 'submitted',
      requiredDocuments: [{ documentType: 'IDENTITY', status: 'required' }],
      lastUpdateAt: '2024-01-02T00:00:00.000Z',
      version: 3,
      revision: 4,
    })
    expect(headers.get('content-type')).toBe('application/json')
    expect(headers.get('cache-control')).toBe('private, no-cache')
  })

  it('lists the conversations that are accessible, newest message first', async () => {
    const { body } = await as('cust_1', '/api/customer/cust_1/conversations')
    expect(body).toMatchObject({
      docs: [{ id: 'conv_3', lastMessage: 'hello' }, { id: 'conv_1' }],
      nextCursor: null,
    })
    expect(JSON.stringify(body)).not.toContain('nobody may know')
  })

  it('may use ids that an address cannot hold, as they are or as document ids', async () => {
    for (const path of ['app%2F8', 'app~2F8'])
      expect((await as('cust_2', `/api/customer/cust_2/application/${path}`)).status).toBe(200)
    for (const path of ['cust%2F3', 'cust~2F3']) {
      const { body } = await as('cust/3', `/api/customer/${path}/applications`)
      expect(body.docs).toMatchObject([{ id: 'app_9' }])
    }
  })

  it('finds neither somebody else nor their documents, and gets no hint of either', async () => {
    const answers = [
      await as('cust_1', '/api/customer/cust_2/applications'),
      await as('cust_1', '/api/customer/nobody/applications'),
      await as('cust_1', '/api/customer/cust_2/application/app~2F8'),
      await as('cust_1', '/api/customer/cust_1/application/app~2F8'),
      await as('cust_1', '/api/customer/cust_1/application/none'),
      await as('cust_1', '/api/customer/cust_2/conversations'),
      await as('cust_1', '/api/customer/%E0%A4%A/conversations'),
    ]
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
    expect(answers.map(codeOf)).toEqual(answers.map(() => [404, 'NOT_FOUND']))
  })

  it('is told to show a valid token', async () => {
    const path = '/api/customer/cust_1/applications'
    const refused = [
      undefined,
      'Bearer',
      'Bearer x.y.z',
      `JWT ${(await app.login('admin')).token}`,
      `Bearer ${(await app.login('supervisor')).token}`,
      `Bearer ${await toToken('cust_1', { expiresInSeconds: -60 })}`,
      `Bearer ${await toToken('cust_1', { expiresInSeconds: null })}`,
      `Bearer ${await toToken(undefined)}`,
      `Bearer ${await toToken('')}`,
      `Bearer ${await toToken('cust_1', { alg: 'HS384' })}`,
      `Bearer ${await toToken('cust_1', { key: 'another secret of somebody else' })}`,
      `Bearer ${unsigned('cust_1')}`,
      'portal-clients API-Key unknown',
      'users API-Key unknown',
    ]
    for (const shown of refused) {
      const answer = await app.request('GET', path, {
        headers: shown === undefined ? {} : { Authorization: shown },
      })
      expect([shown, ...codeOf(answer)]).toEqual([shown, 401, 'UNAUTHENTICATED'])
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  it('may be half a minute late, and use a token of an older secret', async () => {
    const path = '/api/customer/cust_1/applications'
    for (const token of [
      await toToken('cust_1', { expiresInSeconds: -20 }),
      await toToken('cust_1', { key: 'an older secret of the issuer' }),
    ]) {
      const headers = { Authorization: `Bearer ${token}` }
      expect((await app.request('GET', path, { headers })).status).toBe(200)
    }
  })

  it('gets 304 as long as nothing changed, and the new document as soon as something did', async () => {
    const path = '/api/customer/cust_2/application/app~2F8'
    const first = await as('cust_2', path)
    const tag = first.headers.get('etag')!
    expect(tag).toMatch(/^"[\w-]{27}"$/)
    const again = await as('cust_2', path, { 'If-None-Match': `W/"x", ${tag}` })
    expect([again.status, again.body, again.headers.get('etag')]).toEqual([304, '', tag])
    await databaseOf(app.payload)
      .collection<{ _id: string }>('customer-applications')
      .updateOne({ _id: 'app~2F8' }, { $set: { status: 'approved' } })
    const changed = await as('cust_2', path, { 'If-None-Match': tag })
    expect([changed.status, changed.body.status]).toEqual([200, 'approved'])
  })

  it('gets the versioned content type by asking for it, and 406 for other versions', async () => {
    const path = '/api/customer/cust_2/applications'
    const versioned = await as('cust_2', path, {
      Accept: 'application/vnd.billie.v1+json, application/json;q=0.5',
    })
    expect(versioned.headers.get('content-type')).toBe('application/vnd.billie.v1+json')
    const other = await as('cust_2', path, { Accept: 'application/vnd.billie.v2+json' })
    expect(codeOf(other)).toEqual([406, 'NOT_ACCEPTABLE'])
  })

  it('is told what is wrong with a page', async () => {
    for (const query of ['limit=0', 'limit=x', 'cursor=x', 'limit=1&limit=2']) {
      const answer = await as('cust_2', `/api/customer/cust_2/applications?${query}`)
      expect([query, ...codeOf(answer)]).toEqual([query, 400, 'INVALID_REQUEST'])
    }
  })

  it('may ask so often and no oftener, whoever else asks, and whether Redis is there or not', async () => {
    const away = connectNowhere()
    for (const connection of [redis.redis, away]) {
      const limits = createRateLimits({
        redis: connection,
        keyPrefix: `${redis.prefix}:few`,
        customerPerMinute: 3,
        portalPerMinute: 5,
      })
      const ask = async (customerId: string): Promise<Response> =>
        toResponse(
          await answerApplications(
            new Request('http://x/api/customer/limited/applications', {
              headers: { Authorization: `Bearer ${await toToken(customerId)}`, Origin: origin },
            }),
            { ...api, limits },
          ),
        )
      const answers = [await ask('limited'), await ask('limited'), await ask('limited')]
      expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
      const refused = await ask('limited')
      expect(refused.status).toBe(429)
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60)
      expect(refused.headers.get('access-control-allow-origin')).toBe(origin)
      expect((await refused.json()).errors[0].code).toBe('TOO_MANY_REQUESTS')
      expect((await ask('other')).status).toBe(404)
    }
    away.disconnect()
  })

  it.each([{ isAway: false }, { isAway: true }])(
    'is read for beforehand once at most where they ask too often (Redis away: $isAway)',
    async ({ isAway }) => {
      const connection = isAway ? connectNowhere() : redis.redis
      const { consume, isLikelyToPass } = createRateLimits({
        redis: connection,
        keyPrefix: `${redis.prefix}:spent`,
        customerPerMinute: 2,
        portalPerMinute: 5,
      })
      const caller = { kind: 'customer', customerId: 'c', expiresAtMs: 0 } as const
      const other = { ...caller, customerId: 'd' }
      expect(isLikelyToPass(caller)).toBe(true)
      const counted = [consume(caller), consume(caller)]
      expect([isLikelyToPass(caller), isLikelyToPass(other)]).toEqual([false, true])
      expect(await Promise.all(counted)).toEqual([undefined, undefined])
      expect(isLikelyToPass(caller)).toBe(true)
      expect(await consume(caller)).toMatchObject({ retryAfterSeconds: expect.any(Number) })
      expect([isLikelyToPass(caller), isLikelyToPass(other)]).toEqual([false, true])
      if (isAway) connection.disconnect()
    },
  )

  it('may ask from a page of a configured origin, and from no other', async () => {
    const path = '/api/customer/cust_2/applications'
    const own = await as('cust_2', path, { Origin: origin })
    expect(own.headers.get('access-control-allow-origin')).toBe(origin)
    const foreign = await as('cust_2', path, { Origin: 'https://elsewhere.example' })
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull()
    const preflight = await app.request('OPTIONS', path, { headers: { Origin: origin } })
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Authorization')
  })
})

describe('a portal server', () => {
  const apiKey = 'a1b2c3d4-0000-4000-8000-00000000abcd'
  const headers = { Authorization: `portal-clients API-Key ${apiKey}` }
  let id: string

  beforeAll(async () => {
    id = String((await createClient(apiKey)).id)
  })

  it('reads the documents of any customer', async () => {
    for (const path of [
      '/api/customer/cust_1/applications',
      '/api/customer/cust~2F3/applications',
      '/api/customer/cust_2/application/app%2F8',
      '/api/customer/cust_1/conversations',
      '/api/customer/nobody/conversations',
    ])
      expect((await app.request('GET', path, { headers })).status).toBe(200)
    const mismatch = await app.request('GET', '/api/customer/cust_1/application/app~2F8', {
      headers,
    })
    expect(mismatch.status).toBe(404)
  })

  it('reaches no other route', async () => {
    const slugs = app.payload.config.collections.map(({ slug }) => slug)
    const paths = [
      ...slugs.flatMap((slug) => [`/api/${slug}`, `/api/${slug}/count`, `/api/${slug}/one`]),
      `/api/portal-clients/${id}`,
      '/api/conversations/search',
    ]
    for (const path of paths) {
      const answer = await app.request('GET', path, { headers })
      const nobodys = await app.request('GET', path)
      expect([path, answer.status, answer.body]).toEqual([path, nobodys.status, nobodys.body])
      expect([path, answer.body.docs]).toEqual([path, undefined])
    }
    const me = await app.request('GET', '/api/portal-clients/me', { headers })
    expect([me.status, me.body.user]).toEqual([401, undefined])
    for (const slug of slugs) {
      const body = { name: 'x', email: 'x@example.com', password: 'abcdefgh', role: 'admin' }
      const created = await app.request('POST', `/api/${slug}`, { headers, body })
      expect([slug, created.status >= 400]).toEqual([slug, true])
    }
    const query = '{ Conversations { docs { id } } PortalClients { docs { id } } }'
    const graphql = await app.request('POST', '/api/graphql', { headers, body: { query } })
    expect(JSON.stringify(graphql.body.data ?? null)).not.toContain('docs')
  })

  it('is nobody from the moment on that its key is taken away', async () => {
    await app.payload.update({
      collection: 'portal-clients',
      id,
      data: { enableAPIKey: false, apiKey: null },
    })
    const answer = await app.request('GET', '/api/customer/cust_1/applications', { headers })
    expect(codeOf(answer)).toEqual([401, 'UNAUTHENTICATED'])
  })

  it('is managed by admins alone', async () => {
    const { token } = await app.login('supervisor')
    const body = { name: 'mine', enableAPIKey: true, apiKey }
    expect((await app.request('POST', '/api/portal-clients', { token, body })).status).toBe(403)
    expect((await app.request('GET', '/api/portal-clients', { token })).status).toBe(403)
    const admin = await app.login('admin')
    const made = await app.request('POST', '/api/portal-clients', { token: admin.token, body })
    expect(made.status).toBe(201)
    expect(
      (await app.request('GET', '/api/customer/cust_1/applications', { headers })).status,
    ).toBe(200)
  })
})

const unsigned = (customerId: string): string => {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${encode({ alg: 'none' })}.${encode({ sub: customerId, exp: 9_999_999_999 })}.`
}
