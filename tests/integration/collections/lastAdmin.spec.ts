import { afterAll, beforeAll, expect, it } from 'vitest'

import { databaseOf } from '@/queries/database'

import { bootApp, type TestApp } from '../../support/app'

let app: TestApp

beforeAll(async () => {
  app = await bootApp()
})

afterAll(() => app.close())

const admins = () => databaseOf(app.payload).collection('users').countDocuments({ role: 'admin' })

it('makes whoever registers first an admin, and nobody after', async () => {
  const register = (email: string) =>
    app.request('POST', '/api/users/first-register', {
      body: { email, password: 'abcdefgh', role: 'supervisor' },
    })
  expect((await register('first@example.com')).body.user.role).toBe('admin')
  expect((await register('second@example.com')).status).toBe(401)
})

it('neither deletes nor demotes the last admin', async () => {
  const [admin] = (await app.payload.find({ collection: 'users' })).docs
  const { token } = await app.payload.login({
    collection: 'users',
    data: { email: 'first@example.com', password: 'abcdefgh' },
  })
  const path = `/api/users/${admin!.id}`
  expect((await app.request('DELETE', path, { token: token! })).status).toBe(409)
  await expect(
    app.payload.update({ collection: 'users', id: admin!.id, data: { role: 'supervisor' } }),
  ).rejects.toThrow('last admin')
  expect(await admins()).toBe(1)
})

it('keeps one of two admins, however their removals race', async () => {
  const other = await app.login('admin')
  const all = (await app.payload.find({ collection: 'users' })).docs
  const removals = all.map(({ id }) => app.payload.delete({ collection: 'users', id }))
  const outcomes = await Promise.allSettled(removals)
  expect(outcomes.some(({ status }) => status === 'rejected')).toBe(true)
  expect(await admins()).toBeGreaterThanOrEqual(1)
  expect(other.token).toBeTruthy()
})
