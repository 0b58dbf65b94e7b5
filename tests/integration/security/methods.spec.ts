import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { failureAnswer } from '@/api/errors'

import { bootApp, type TestApp } from '../../support/app'
import { createDispatcher, readAppRoutes, type AppRoute } from '../../support/appRoutes'

let app: TestApp
let appRoutes: AppRoute[]

beforeAll(async () => {
  app = await bootApp(undefined, (request) => createDispatcher(appRoutes)(request))
  appRoutes = await readAppRoutes()
}, 180_000)

afterAll(() => app.close())

const readOnly = [
  ...['applications', 'application/app_1', 'conversations', 'realtime'].map(
    (path) => `/api/customer/cust_1/${path}`,
  ),
  ...['summary', 'behind', 'export'].map((path) => `/api/business/${path}`),
  ...['/api/health', '/api/metrics', '/api/realtime', '/api/realtime/status'],
]

describe.each(readOnly)('%s', (path) => {
  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'refuses %s and says what is taken',
    async (method) => {
      const { body, headers, status } = await app.request(method, path)
      expect(status).toBe(405)
      expect(failureAnswer.parse(body).errors).toEqual([
        { code: 'METHOD_NOT_ALLOWED', message: 'Ask with GET.' },
      ])
      expect(headers.get('allow')).toBe('GET, HEAD, OPTIONS')
    },
  )
})

describe('GraphQL', () => {
  it.each(['GET', 'PUT', 'PATCH', 'DELETE'])(
    'answers %s in the one shape of errors, and says what is taken instead',
    async (method) => {
      const { token } = await app.login('supervisor')
      for (const caller of [undefined, token]) {
        const { body, headers, status } = await app.request(method, '/api/graphql?query={a}', {
          token: caller,
        })
        expect(status).toBe(405)
        expect(failureAnswer.parse(body).errors).toEqual([
          { code: 'METHOD_NOT_ALLOWED', message: 'Ask with POST.' },
        ])
        expect(headers.get('allow')).toBe('POST, OPTIONS')
        expect(headers.get('cache-control')).toBe('private, no-store')
      }
    },
  )

  it('still answers POST', async () => {
    const { token } = await app.login('supervisor')
    const { body, status } = await app.graphql('{ Conversations { totalDocs } }', token)
    expect([status, body.data.Conversations.totalDocs]).toEqual([200, 0])
  })
})
