import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { findEndedGrants } from '@/api/liveGrants'
import { databaseOf } from '@/queries/database'

import { bootApp, type Answer, type TestApp } from '../../support/app'

let app: TestApp
let admin: { id: string; token: string }

beforeAll(async () => {
  app = await bootApp()
  admin = await app.login('admin')
})

afterAll(() => app.close())

const withKey = (apiKey: string) => ({ headers: { Authorization: `users API-Key ${apiKey}` } })

const set = (token: string, id: string, body: object): Promise<Answer> =>
  app.request('PATCH', `/api/users/${id}`, { token, body })

/** A supervisor who made themself a key. */
const keyHolder = async () => {
  const user = await app.login('supervisor')
  const apiKey = randomUUID()
  expect((await set(user.token, user.id, { apiKey })).status).toBe(200)
  return { ...user, apiKey }
}

const trailOf = async (id: string) => {
  const events = await databaseOf(app.payload)
    .collection('audit-events')
    .find({ subject: `users/${id}` })
    .sort({ at: 1, _id: 1 })
    .toArray()
  return events.map(({ action }) => action)
}

describe('an API key of staff', () => {
  it('is made by oneself and has the rights of its user, whatever the role', async () => {
    const { apiKey, id } = await keyHolder()
    const me = await app.request('GET', '/api/users/me', withKey(apiKey))
    expect(me.body.user).toMatchObject({ id, role: 'supervisor', hasAPIKey: true })
    expect((await app.request('GET', '/api/conversations', withKey(apiKey))).status).toBe(200)
    expect((await app.request('GET', '/api/audit-events', withKey(apiKey))).status).toBe(403)
    await set(admin.token, id, { role: 'admin' })
    expect((await app.request('GET', '/api/audit-events', withKey(apiKey))).status).toBe(200)
  })

  it('is made for others by admins alone', async () => {
    const other = await app.login('supervisor')
    const stranger = await app.login('supervisor')
    const apiKey = randomUUID()
    expect((await set(stranger.token, other.id, { apiKey })).status).toBeGreaterThanOrEqual(403)
    expect((await app.request('GET', '/api/conversations', withKey(apiKey))).status).toBe(401)
    expect((await set(admin.token, other.id, { apiKey })).status).toBe(200)
    expect((await app.request('GET', '/api/conversations', withKey(apiKey))).status).toBe(200)
  })

  it('is shown to nobody, over REST or GraphQL, nor found or sorted by', async () => {
    const { apiKey, id } = await keyHolder()
    const { apiKeyIndex } = (await databaseOf(app.payload)
      .collection('users')
      .findOne({ email: (await app.payload.findByID({ collection: 'users', id })).email }))!
    const { token } = admin
    const select = 'select[apiKey]=true&select[apiKeyIndex]=true&select[email]=true'
    const answers = [
      await app.request('GET', `/api/users?limit=100`, { token }),
      await app.request('GET', `/api/users/${id}?${select}`, { token }),
      await app.request('GET', `/api/users/me?${select}`, withKey(apiKey)),
      await app.graphql('{ Users(limit: 100) { docs { id email apiKey hasAPIKey } } }', token),
    ]
    for (const { body } of answers) {
      expect(JSON.stringify(body)).not.toContain(apiKey)
      expect(JSON.stringify(body)).not.toContain(apiKeyIndex)
    }
    for (const query of [
      `where[apiKeyIndex][equals]=${apiKeyIndex}`,
      'where[apiKey][exists]=true',
      'sort=apiKeyIndex',
      'sort=-apiKey',
    ])
      expect((await app.request('GET', `/api/users?${query}`, { token })).status).toBe(400)
  })

  it('ends when it is disabled, taken away or replaced, or its user deleted', async () => {
    for (const end of [
      (id: string) => set(admin.token, id, { enableAPIKey: false }),
      (id: string) => set(admin.token, id, { apiKey: null }),
      (id: string) => set(admin.token, id, { apiKey: randomUUID() }),
      (id: string) => app.request('DELETE', `/api/users/${id}`, { token: admin.token }),
    ]) {
      const { apiKey, id } = await keyHolder()
      const user = await databaseOf(app.payload)
        .collection('users')
        .findOne({ email: (await app.payload.findByID({ collection: 'users', id })).email })
      const grant = { userId: id, apiKeyIndex: String(user?.apiKeyIndex) }
      const find = () => findEndedGrants(databaseOf(app.payload), [grant], Date.now())
      expect(await find()).toEqual([])
      expect((await end(id)).status).toBe(200)
      expect((await app.request('GET', '/api/conversations', withKey(apiKey))).status).toBe(401)
      expect(await find()).toEqual([grant])
    }
  })

  it('works exactly while it is enabled, in whatever way it was set', async () => {
    const user = await app.login('supervisor')
    const apiKey = randomUUID()
    const refused = await set(user.token, user.id, { enableAPIKey: false, apiKey })
    expect([refused.status, refused.body.errors[0].code]).toEqual([400, 'INVALID_REQUEST'])
    for (const weak of ['short', ' '.repeat(40), 'x'.repeat(600), 42])
      expect((await set(user.token, user.id, { apiKey: weak })).status).toBe(400)
    await set(user.token, user.id, { apiKey })
    await set(user.token, user.id, { firstName: 'Maeve' })
    expect((await app.request('GET', '/api/conversations', withKey(apiKey))).status).toBe(200)
    await set(user.token, user.id, { enableAPIKey: false })
    await set(user.token, user.id, { enableAPIKey: true })
    expect((await app.request('GET', '/api/conversations', withKey(apiKey))).status).toBe(401)
  })

  it('belongs to one user', async () => {
    const { apiKey } = await keyHolder()
    const other = await app.login('supervisor')
    expect((await set(other.token, other.id, { apiKey })).status).toBe(400)
  })

  it('cannot take its account over: no password, address, key or session comes of it', async () => {
    const { apiKey, id } = await keyHolder()
    for (const body of [
      { password: 'a new password' },
      { email: 'mine@example.com' },
      { apiKey: randomUUID() },
      { enableAPIKey: false },
    ]) {
      const one = await app.request('PATCH', `/api/users/${id}`, { ...withKey(apiKey), body })
      expect([one.status, one.body.errors[0].code]).toEqual([403, 'FORBIDDEN'])
      const path = `/api/users?where[id][equals]=${id}`
      const many = await app.request('PATCH', path, { ...withKey(apiKey), body })
      expect(many.status).toBe(403)
    }
    const refresh = await app.request('POST', '/api/users/refresh-token', withKey(apiKey))
    expect(refresh.status).toBe(403)
    const role = { role: 'admin' }
    await app.request('PATCH', `/api/users/${id}`, { ...withKey(apiKey), body: role })
    expect((await app.payload.findByID({ collection: 'users', id })).role).toBe('supervisor')
  })

  it('is in the trail when it is made, replaced and taken away, and then alone', async () => {
    const { id, token } = await keyHolder()
    await set(token, id, { firstName: 'Maeve' })
    await set(token, id, { apiKey: randomUUID() })
    await set(token, id, { enableAPIKey: false })
    await set(token, id, { enableAPIKey: false })
    await set(token, id, { apiKey: randomUUID() })
    await app.request('DELETE', `/api/users/${id}`, { token: admin.token })
    expect(await trailOf(id)).toEqual([
      'api-key.created',
      'api-key.replaced',
      'api-key.revoked',
      'api-key.created',
      'api-key.revoked',
      'user.deleted',
    ])
  })
})
