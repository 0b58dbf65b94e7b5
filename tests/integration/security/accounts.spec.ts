import { randomUUID } from 'node:crypto'

import { ObjectId } from 'mongodb'
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

const trailOf = async (id: string, collection = 'users') => {
  const events = await databaseOf(app.payload)
    .collection('audit-events')
    .find({ subject: `${collection}/${id}` })
    .sort({ at: 1, _id: 1 })
    .toArray()
  return events.map(({ action, actor, details }) => ({ action, actor, details }))
}

const users = () => databaseOf(app.payload).collection('users')

const lockOf = async (id: string): Promise<unknown> =>
  (await users().findOne({ _id: new ObjectId(id) }))?.lockUntil

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

  it('is in the trail when an admin unlocks it, and not where that is refused or fails', async () => {
    const { id, token } = await app.login('supervisor')
    const { email } = await app.payload.findByID({ collection: 'users', id })
    const failedLogin = { email, password: 'not the password' }
    for (let attempt = 0; attempt < 6; attempt++)
      await app.request('POST', '/api/users/login', { body: failedLogin })
    const unlock = (caller: string, body: object) =>
      app.request('POST', '/api/users/unlock', { token: caller, body })
    expect((await unlock(token, { email })).status).toBe(403)
    expect((await unlock(admin.token, { email: 'nobody@example.test' })).status).toBe(403)
    expect(await lockOf(id)).toBeInstanceOf(Date)
    expect(await trailOf(id)).toEqual([])

    expect((await unlock(admin.token, { email: ` ${email.toUpperCase()} ` })).status).toBe(200)
    expect(await lockOf(id)).toBeNull()
    const actor = await adminEmail()
    expect(await trailOf(id)).toEqual([{ action: 'user.unlocked', actor, details: undefined }])
  })

  it('stays locked where the trail cannot be told', async () => {
    const { id } = await app.login('supervisor')
    const { email } = await app.payload.findByID({ collection: 'users', id })
    const lockUntil = new Date(Date.now() + 600_000)
    await users().updateOne({ email }, { $set: { lockUntil, loginAttempts: 5 } })
    const database = databaseOf(app.payload)
    const refuseAll = { collMod: 'audit-events', validator: { at: { $exists: false } } }
    await database.command(refuseAll)
    try {
      const { status } = await app.request('POST', '/api/users/unlock', {
        token: admin.token,
        body: { email },
      })
      expect(status).toBe(500)
    } finally {
      await database.command({ ...refuseAll, validator: {} })
    }
    expect(await lockOf(id)).toEqual(lockUntil)
    expect(await trailOf(id)).toEqual([])
  })

  it('is in the trail when its forgotten password is set anew', async () => {
    const { id } = await app.login('supervisor')
    const { email } = await app.payload.findByID({ collection: 'users', id })
    const token = await app.payload.forgotPassword({
      collection: 'users',
      data: { email },
      disableEmail: true,
    })
    const reset = (body: object) => app.request('POST', '/api/users/reset-password', { body })
    const password = 'a long password, again'
    expect((await reset({ token: 'another', password })).status).toBeGreaterThanOrEqual(400)
    expect(await trailOf(id)).toEqual([])
    expect((await reset({ token, password })).status).toBe(200)
    const trail = await trailOf(id)
    const details = { hasNewPassword: true, wasForgotten: true }
    expect(trail).toEqual([{ action: 'user.changed', actor: email, details }])
    expect(JSON.stringify(trail)).not.toContain(password)
    expect(JSON.stringify(trail)).not.toContain(token)
  })
})

describe('a portal client', () => {
  it('is in the trail when it is made and deleted, as its key is', async () => {
    const { token } = admin
    const actor = await adminEmail()
    const apiKey = randomUUID()
    const made = await app.request('POST', '/api/portal-clients', {
      token,
      body: { name: 'The portal', apiKey },
    })
    expect(made.status).toBe(201)
    const id = made.body.doc.id as string
    const path = `/api/portal-clients/${id}`
    expect((await app.request('PATCH', path, { token, body: { name: 'Portal' } })).status).toBe(200)
    expect((await app.request('DELETE', path, { token })).status).toBe(200)
    const trail = await trailOf(id, 'portal-clients')
    expect(trail).toEqual(
      ['portal-client.created', 'api-key.created', 'api-key.revoked', 'portal-client.deleted'].map(
        (action) => ({ action, actor, details: undefined }),
      ),
    )
    expect(JSON.stringify(trail)).not.toContain(apiKey)
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
