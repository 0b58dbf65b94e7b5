import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { databaseOf } from '@/queries/database'

import { bootApp, type TestApp } from '../../support/app'

let app: TestApp
let admin: { id: string; token: string }

beforeAll(async () => {
  app = await bootApp()
  admin = await app.login('admin')
})

afterAll(() => app.close())

const trailOf = async (id: string) => {
  const events = await databaseOf(app.payload)
    .collection('audit-events')
    .find({ subject: `users/${id}` })
    .sort({ at: 1, _id: 1 })
    .toArray()
  return events.map(({ action, actor, details }) => ({ action, actor, details }))
}

const adminEmail = async (): Promise<string> =>
  (await app.payload.findByID({ collection: 'users', id: admin.id })).email

describe('an account of staff', () => {
  it('is in the trail when it is made, when what opens doors changes, and when it is deleted', async () => {
    const { token } = admin
    const actor = await adminEmail()
    const email = `${randomUUID()}@example.test`
    const made = await app.request('POST', '/api/users', {
      token,
      body: { email, password: 'a long password', role: 'supervisor' },
    })
    expect(made.status).toBe(201)
    const id = made.body.doc.id as string
    const change = async (body: object): Promise<void> => {
      expect((await app.request('PATCH', `/api/users/${id}`, { token, body })).status).toBe(200)
    }
    await change({ firstName: 'Jo' })
    await change({ role: 'supervisor' })
    await change({ role: 'admin' })
    await change({ password: 'another long password', email: `new-${email}` })
    expect((await app.request('DELETE', `/api/users/${id}`, { token })).status).toBe(200)
    const trail = await trailOf(id)
    expect(trail).toEqual([
      { action: 'user.created', actor, details: { role: 'supervisor' } },
      { action: 'user.changed', actor, details: { role: 'admin', formerRole: 'supervisor' } },
      { action: 'user.changed', actor, details: { hasNewEmail: true, hasNewPassword: true } },
      { action: 'user.deleted', actor, details: undefined },
    ])
    expect(JSON.stringify(trail)).not.toContain('long password')
  })

  it('leaves no line where a change is refused', async () => {
    const other = await app.login('supervisor')
    const stranger = await app.login('supervisor')
    const refused = await app.request('PATCH', `/api/users/${other.id}`, {
      token: stranger.token,
      body: { password: 'a password of a stranger' },
    })
    expect(refused.status).toBeGreaterThanOrEqual(403)
    // One's own role is not one's own to change: the rest of the change is carried out without it.
    await app.request('PATCH', `/api/users/${other.id}`, {
      token: other.token,
      body: { role: 'admin' },
    })
    expect(await trailOf(other.id)).toEqual([])
  })
})

describe('what Payload answers about people', () => {
  it.each([
    '/api/users/me',
    '/api/conversations?limit=1',
    '/api/conversations/none',
    '/api/nothing',
  ])('is kept by no cache: %s', async (path) => {
    const { headers } = await app.request('GET', path, { token: admin.token })
    expect(headers.get('cache-control')).toContain('no-store')
  })

  it('is kept by no cache over GraphQL either', async () => {
    const { headers, status } = await app.graphql('{ Conversations { totalDocs } }', admin.token)
    expect(status).toBe(200)
    expect(headers.get('cache-control')).toContain('no-store')
  })
})
