import { getIntrospectionQuery } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { staffGraphql } from '@/api/staffGraphql'
import { databaseOf } from '@/queries/database'

import { bootApp, type Answer, type TestApp } from '../../support/app'

let app: TestApp
let token: string
let supervisor: string

beforeAll(async () => {
  app = await bootApp()
  token = (await app.login('admin')).token
  supervisor = (await app.login('supervisor')).token
  const applications = databaseOf(app.payload).collection<{ _id: string }>('applications')
  await applications.insertMany(
    Array.from({ length: 620 }, (_, index) => ({
      _id: `app_${index}`,
      applicationNumber: `N-${index}`,
      updatedAt: new Date(index),
    })),
  )
})

afterAll(() => app.close())

const get = (path: string): Promise<Answer> => app.request('GET', path, { token })

const expectRefused = ({ body, status }: Answer, expected = 400, code = 'INVALID_REQUEST') => {
  expect([status, body.errors?.[0]?.code]).toEqual([expected, code])
  expect(typeof body.errors[0].message).toBe('string')
  expect(JSON.stringify(body)).not.toMatch(/ at .*:\d+:\d+|mongo/i)
}

const nested = (depth: number): string =>
  depth === 0 ? '{ id }' : `{ id conversations ${nested(depth - 1)} }`

describe('GraphQL', () => {
  it('is for staff: nobody else learns even what could be asked', async () => {
    for (const query of [
      '{ __schema { types { name } } }',
      '{ __typename }',
      '{ Users { totalDocs } }',
    ]) {
      expectRefused(await app.graphql(query), 401, 'UNAUTHENTICATED')
      const { token: roleless } = await app.login(null)
      expectRefused(await app.graphql(query, roleless), 403, 'FORBIDDEN')
    }
    const { body } = await app.graphql('{ __schema { queryType { name } } }', supervisor)
    expect(body.data.__schema.queryType.name).toBe('Query')
  })

  it('tells programs of staff what there is, as the usual clients ask it', async () => {
    const { body, status } = await app.graphql(getIntrospectionQuery(), supervisor)
    expect([status, body.errors]).toEqual([200, undefined])
    const names = body.data.__schema.types.map(({ name }: { name: string }) => name)
    expect(names).toContain('Conversation')
  })

  it('answers neither GET nor a playground', async () => {
    for (const path of ['/api/graphql-playground', '/api/graphql/schema'])
      expectRefused(await get(path), 404, 'NOT_FOUND')
  })

  it.each([
    [
      '300 aliases',
      `{ ${Array.from({ length: 300 }, (_, i) => `a${i}: Applications { totalDocs }`).join(' ')} }`,
    ],
    ['depth', `{ Applications { docs ${nested(10)} } }`],
    [
      'depth of introspection',
      `{ __type(name: "Application") ${'{ ofType '.repeat(20)}{ name }${' }'.repeat(20)} }`,
    ],
    [
      'a fragment used again and again',
      `fragment f on Application { ${Array.from({ length: 60 }, (_, i) => `x${i}: loanAmount`).join(' ')} } { ${Array.from({ length: 18 }, (_, i) => `a${i}: Application(id: "app_1") { ...f }`).join(' ')} }`,
    ],
    [
      'complexity',
      `{ ${Array.from({ length: 20 }, (_, i) => `a${i}: Applications { docs { ${Array.from({ length: 55 }, (_, j) => `b${j}: loanAmount`).join(' ')} } }`).join(' ')} }`,
    ],
    ['length', `{ Applications { totalDocs } } #${'x'.repeat(20_000)}`],
    [
      'a fragment that contains itself',
      'fragment f on Application { id ...f } { Application(id: "app_1") { ...f } }',
    ],
    ['an unknown field', '{ Applications { docs { rationaleOfAll } } }'],
    ['no query', '{'],
  ])('refuses too much: %s', async (_, query) => {
    expectRefused(await app.graphql(query, token))
  })

  it('takes one query a request, as JSON, of at most 1 MB', async () => {
    const ask = (body: unknown, headers = {}) =>
      app.request('POST', '/api/graphql', { token, body, headers })
    const query = '{ Applications { totalDocs } }'
    expectRefused(await ask([{ query }, { query }]))
    expectRefused(await ask({ query: 7 }))
    expectRefused(
      await ask({ query }, { 'Content-Type': 'text/plain' }),
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    )
    expectRefused(await ask({ query, variables: { x: 'x'.repeat(1_100_000) } }), 413, 'TOO_LARGE')
  })

  it('gives at most a page', async () => {
    for (const limit of [0, 100_000, -1]) {
      const { body } = await app.graphql(
        `{ Applications(limit: ${limit}, pagination: false) { docs { id } } }`,
        token,
      )
      expect(body.data.Applications.docs.length).toBeLessThanOrEqual(500)
    }
  })

  it('names a code beside the message where a field fails', async () => {
    const { body } = await app.graphql(
      'mutation { deleteApplication(id: "app_1") { id } }',
      supervisor,
    )
    expect(body.errors[0]).toMatchObject({ code: 'FORBIDDEN' })
    expect(body.errors[0].message).toMatch(/not allowed/)
  })

  it('answers 503 where the answer takes too long', async () => {
    const slow = staffGraphql(() => new Promise<Response>(() => undefined), {
      authenticate: async () => ({ collection: 'users', role: 'admin' }) as never,
      log: () => undefined,
      maximumMs: 10,
    })
    const body = JSON.stringify({ query: '{ x }' })
    const answer = await slow(new Request('http://x/api/graphql', { method: 'POST', body }))
    expect([answer.status, (await answer.json()).errors[0].code]).toEqual([503, 'TOO_MUCH'])
  })
})

describe('REST', () => {
  it.each([
    'limit=0',
    'limit=100000',
    'limit=-5',
    'pagination=false',
    'limit=0&pagination=false',
    'limit=x',
  ])('gives at most a page for %s', async (query) => {
    const { body, status } = await get(`/api/applications?${query}`)
    expect(status).toBe(200)
    expect(body.docs.length).toBeLessThanOrEqual(500)
  })

  it.each(['', 'createdAt', '-updatedAt', '-createdAt,-updatedAt'])(
    'lists in their own order what has no such times to sort by: %s',
    async (sort) => {
      for (const collection of ['dead-letters', 'ledger-events', 'daily-metrics', 'users']) {
        const { body, status } = await get(`/api/${collection}?sort=${sort}`)
        expect([collection, status, Array.isArray(body.docs)]).toEqual([collection, 200, true])
      }
      const latest = await get('/api/applications?sort=-createdAt,-updatedAt&limit=1')
      expect(latest.body.docs[0].id).toBe('app_619')
    },
  )

  it('takes a list of many ids', async () => {
    const ids = Array.from({ length: 600 }, (_, index) => `app_${index}`).join(',')
    const { body } = await get(`/api/applications?where[id][in]=${ids}&limit=500&select[id]=true`)
    expect([body.docs.length, body.totalDocs]).toEqual([500, 600])
  })

  it.each([
    [
      'conditions',
      Array.from({ length: 110 }, (_, i) => `where[or][${i}][loanTerm][equals]=${i}`).join('&'),
    ],
    ['depth', `where${'[and][0][or][0]'.repeat(5)}[id][equals]=1`],
    ['values', `where[id][in]=${Array.from({ length: 1_200 }, (_, i) => i).join(',')}`],
    ['text', `where[applicationNumber][like]=${'x'.repeat(2_500)}`],
    ['sorts', 'sort=id,loanTerm,loanFee,loanAmount,updatedAt,-id'],
  ])('refuses a question of too many %s', async (_, query) => {
    expectRefused(await get(`/api/applications?${query}`))
    expectRefused(
      await get(`/api/applications/count?${query}`.replace('sort=', 'where[and]=')),
      400,
    )
  })

  it.each([
    [
      'users',
      [
        'hash',
        'salt',
        'resetPasswordToken',
        'resetPasswordExpiration',
        'apiKey',
        'apiKeyIndex',
        'sessions.id',
        'loginAttempts',
        'lockUntil',
        'adminGuard',
        'password',
      ],
    ],
    [
      'media',
      [
        'uploadedBy.hash',
        'uploadedBy.email',
        'uploadedBy.resetPasswordToken',
        'uploadedBy.apiKeyIndex',
      ],
    ],
    [
      'conversations',
      [
        'searchTerms',
        'customerId.searchTerms',
        'customerId.dateOfBirth',
        'fieldSources',
        '_archive.dat',
        'search',
      ],
    ],
    ['portal-clients', ['apiKey', 'apiKeyIndex']],
  ])('neither sorts nor finds %s by what nobody sees', async (collection, fields) => {
    for (const field of fields) {
      expectRefused(await get(`/api/${collection}?sort=${field}`))
      expectRefused(await get(`/api/${collection}?sort=-${field}`))
      if (field === 'uploadedBy.email' || field === 'search' || field === 'customerId.dateOfBirth')
        continue
      expectRefused(await get(`/api/${collection}?where[${field}][greater_than]=a`))
    }
  })

  it('shows with select, populate, joins, draft, locale and depth nothing that is hidden', async () => {
    const secret = ['hash', 'salt', 'apiKey', 'apiKeyIndex', 'resetPasswordToken', 'sessions']
    const query = [
      ...secret.flatMap((name) => [`select[${name}]=true`, `populate[users][${name}]=true`]),
      'joins[all][limit]=0&draft=true&locale=xx&fallback-locale=yy&depth=99&trash=true',
      'showHiddenFields=true&overrideAccess=true',
    ].join('&')
    for (const path of ['/api/users', '/api/media', '/api/conversations']) {
      const { body, status } = await get(`${path}?${query}`)
      expect([path, status]).toEqual([path, 200])
      for (const doc of body.docs)
        for (const name of secret.filter((each) => each !== 'sessions'))
          expect(doc[name]).toBe(undefined)
    }
  })

  it('answers every operator with every odd value, and never with a failure of its own', async () => {
    const operators = [
      'equals',
      'not_equals',
      'in',
      'not_in',
      'all',
      'exists',
      'greater_than',
      'greater_than_equal',
      'less_than',
      'less_than_equal',
      'like',
      'not_like',
      'contains',
      'near',
      'within',
      'intersects',
      '$ne',
      '$where',
      '__proto__',
    ]
    const values = ['', '((((a+)+)+)+$', '{"$gt":""}', '1,2']
    for (const field of [
      'loanAmount',
      'applicationNumber',
      'customerId',
      'updatedAt',
      'id',
      'assessments.fraudCheck',
    ])
      for (const operator of operators)
        for (const value of values) {
          const query = `where[${field}][${operator}]=${encodeURIComponent(value)}&limit=1`
          const { status } = await get(`/api/applications?${query}`)
          if (status !== 200 && status !== 400) expect(`${query} → ${status}`).toBe('200 or 400')
        }
  }, 120_000)

  it('reads no body beyond 1 MB, told or not', async () => {
    const path = '/api/payload-preferences/x'
    const body = { value: 'x'.repeat(1_100_000) }
    expectRefused(await app.request('POST', path, { token, body }), 413, 'TOO_LARGE')
    const chunks = new ReadableStream({
      start: (controller) => {
        for (let i = 0; i < 20; i++) controller.enqueue(new Uint8Array(64 * 1024).fill(32))
        controller.close()
      },
    })
    const response = await fetch(`${app.url}${path}`, {
      method: 'POST',
      headers: { Authorization: `JWT ${token}`, 'Content-Type': 'application/json' },
      body: chunks,
      duplex: 'half',
    } as RequestInit)
    expect(response.status).toBe(413)
  })
})
