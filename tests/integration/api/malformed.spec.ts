import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { bootApp, type TestApp } from '../../support/app'

let app: TestApp
let token: string

beforeAll(async () => {
  app = await bootApp()
  token = (await app.login('admin')).token
})

afterAll(() => app.close())

const send = async (method: string, path: string, init: RequestInit = {}) => {
  const answer = await fetch(`${app.url}${path}`, {
    method,
    ...init,
    headers: { Authorization: `JWT ${token}`, ...init.headers },
  })
  return { status: answer.status, body: (await answer.json()) as { errors?: { code: string }[] } }
}

describe('what Payload would fail on', () => {
  it.each(['users', 'conversations', 'media'])(
    'is a wrong request where the filter of %s is no filter',
    async (collection) => {
      for (const path of [`/api/${collection}?where=x`, `/api/${collection}/count?where={`]) {
        const { body, status } = await send('GET', path)
        expect([path, status, body.errors?.[0]?.code]).toEqual([path, 400, 'INVALID_REQUEST'])
      }
    },
  )

  it.each([
    ['POST', '/api/users'],
    ['POST', '/api/users/login'],
    ['POST', '/api/users/forgot-password'],
    ['POST', '/api/users/reset-password'],
    ['POST', '/api/users/unlock'],
    ['POST', '/api/portal-clients'],
    ['POST', '/api/payload-preferences/board'],
  ])('is refused where a body of %s %s cannot be read', async (method, path) => {
    const { body, status } = await send(method, path, {
      body: 'a=b',
      headers: { 'Content-Type': 'text/plain' },
    })
    expect([status, body.errors?.[0]?.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  })

  it.each([
    ['POST', '/api/users'],
    ['POST', '/api/users/login'],
    ['POST', '/api/portal-clients'],
    ['POST', '/api/media'],
  ])('is a wrong request where %s %s comes without any body', async (method, path) => {
    const { body, status } = await send(method, path)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThan(500)
    expect(body.errors?.[0]?.code).toEqual(expect.any(String))
  })

  it('is nothing that a session does by itself: it is renewed and ended without any body', async () => {
    const headers = { Authorization: `JWT ${(await app.login('supervisor')).token}` }
    for (const path of ['/api/users/refresh-token?refresh', '/api/users/logout'])
      expect([path, (await send('POST', path, { headers })).status]).toEqual([path, 200])
  })

  it('is no route any more: versions of documents that have none', async () => {
    for (const path of ['/api/conversations/versions', '/api/users/versions/one'])
      expect((await send('GET', path)).status).toBe(404)
    expect((await send('POST', '/api/users/versions/one', { body: '{}', headers: { 'Content-Type': 'application/json' } })).status).toBe(404) // prettier-ignore
  })
})
