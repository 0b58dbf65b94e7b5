import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { databaseOf } from '@/queries/database'

import { bootApp, type TestApp } from '../../support/app'

const projected = [
  'conversations',
  'customers',
  'applications',
  'customer-applications',
  'customer-conversations',
  'conversation-stats',
  'application-stats',
  'daily-metrics',
] as const
const system = ['ledger-events', 'dead-letters', 'projection-states'] as const
const names = {
  conversations: ['Conversation', 'Conversations'],
  customers: ['Customer', 'Customers'],
  applications: ['Application', 'Applications'],
  'customer-applications': ['CustomerApplication', 'CustomerApplications'],
  'customer-conversations': ['CustomerConversation', 'CustomerConversations'],
  'conversation-stats': ['ConversationStat', 'ConversationStats'],
  'application-stats': ['ApplicationStat', 'ApplicationStats'],
  'daily-metrics': ['DailyMetric', 'DailyMetrics'],
  'ledger-events': ['LedgerEvent', 'LedgerEvents'],
  'dead-letters': ['DeadLetter', 'DeadLetters'],
  'projection-states': ['ProjectionState', 'ProjectionStates'],
} as const
const required: Record<string, string> = {
  conversations: ', conversationId: "x"',
  customers: ', customerId: "x"',
  applications: ', applicationNumber: "x"',
}

let app: TestApp
const tokens: Record<string, string | undefined> = { anonymous: undefined }

beforeAll(async () => {
  app = await bootApp()
  tokens.admin = (await app.login('admin')).token
  tokens.supervisor = (await app.login('supervisor')).token
  tokens.roleless = (await app.login(null)).token
  const database = databaseOf(app.payload)
  const now = new Date()
  for (const collection of [...projected, ...system])
    await database.collection<{ _id: string }>(collection).insertOne({
      _id: 'one',
      conversationId: 'one',
      customerId: 'one',
      applicationNumber: 'one',
      startedAt: now,
      updatedAt: now,
      version: 1,
      revision: 1,
    } as { _id: string })
})

afterAll(() => app.close())

const readers = ['supervisor', 'admin']
const everyone = ['anonymous', 'roleless', 'supervisor', 'admin']

/** Who is nobody is asked to log in; who is somebody may not. */
const refusalOf = (who: string): number => (who === 'anonymous' ? 401 : 403)

describe.each([...projected, ...system])('%s', (collection) => {
  const [one, many] = names[collection]

  it.each(everyone)('lets %s read over REST and GraphQL only with a staff role', async (who) => {
    const token = tokens[who]
    const isReader = readers.includes(who)
    const list = await app.request('GET', `/api/${collection}`, { token })
    expect(list.status).toBe(isReader ? 200 : refusalOf(who))
    const single = await app.request('GET', `/api/${collection}/one`, { token })
    expect(single.status).toBe(isReader ? 200 : refusalOf(who))
    const count = await app.request('GET', `/api/${collection}/count`, { token })
    expect(count.status).toBe(isReader ? 200 : refusalOf(who))
    const graphql = await app.graphql(`{ ${one}(id: "one") { id } ${many} { docs { id } } }`, token)
    if (isReader) {
      expect(graphql.body.errors).toBeUndefined()
      expect(graphql.body.data).toEqual({ [one]: { id: 'one' }, [many]: { docs: [{ id: 'one' }] } })
    } else {
      expect(graphql.body.errors.length).toBeGreaterThan(0)
      expect(JSON.stringify(graphql.body.data ?? null)).not.toContain('"one"')
    }
  })

  it.each(everyone)('lets %s neither create, update, delete nor duplicate', async (who) => {
    const token = tokens[who]
    const body = { id: 'two', conversationId: 'two', customerId: 'two', applicationNumber: 'two' }
    const attempts = [
      await app.request('POST', `/api/${collection}`, { token, body }),
      await app.request('PATCH', `/api/${collection}/one`, { token, body: { version: 9 } }),
      await app.request('PATCH', `/api/${collection}?where[id][equals]=one`, {
        token,
        body: { version: 9 },
      }),
      await app.request('DELETE', `/api/${collection}/one`, { token }),
      await app.request('DELETE', `/api/${collection}?where[id][equals]=one`, { token }),
    ]
    expect(attempts.map(({ status }) => status)).toEqual(
      Array.from({ length: 5 }, () => refusalOf(who)),
    )
    const duplicate = await app.request('POST', `/api/${collection}/one/duplicate`, { token })
    expect(duplicate.status).toBeGreaterThanOrEqual(400)
    for (const mutation of [
      `create${one}(data: { id: "two"${required[collection] ?? ''} }) { id }`,
      `update${one}(id: "one", data: {}) { id }`,
      `delete${one}(id: "one") { id }`,
    ]) {
      const { body: answer } = await app.graphql(`mutation { ${mutation} }`, token)
      expect(answer.errors[0].code).toBe(who === 'anonymous' ? 'UNAUTHENTICATED' : 'FORBIDDEN')
    }
    const kept = await databaseOf(app.payload)
      .collection<{ _id: string }>(collection)
      .find()
      .toArray()
    expect(kept).toMatchObject([{ _id: 'one', version: 1 }])
  })
})

describe('users', () => {
  it('shows nobody to the anonymous, oneself to a supervisor, everyone to an admin', async () => {
    const me = await app.login('supervisor')
    const anonymous = await app.request('GET', '/api/users')
    const own = await app.request('GET', '/api/users', { token: me.token })
    const all = await app.request('GET', '/api/users', { token: tokens.admin })
    expect([anonymous.status, anonymous.body.errors[0].code]).toEqual([401, 'UNAUTHENTICATED'])
    expect(own.body.docs.map(({ id }: { id: string }) => id)).toEqual([me.id])
    expect(all.body.totalDocs).toBeGreaterThan(3)
  })

  it('lets a supervisor edit their name but no role, create nobody and delete nobody', async () => {
    const me = await app.login('supervisor')
    const other = await app.login('supervisor')
    const path = `/api/users/${me.id}`
    const patch = { firstName: 'Maeve', role: 'admin' }
    const edited = await app.request('PATCH', path, { token: me.token, body: patch })
    expect(edited.body.doc).toMatchObject({ firstName: 'Maeve', role: 'supervisor' })
    const foreign = await app.request('PATCH', `/api/users/${other.id}`, {
      token: me.token,
      body: { firstName: 'x' },
    })
    expect(foreign.status).toBeGreaterThanOrEqual(403)
    const body = { email: 'new@example.com', password: 'abcdefgh', role: 'admin' }
    expect((await app.request('POST', '/api/users', { token: me.token, body })).status).toBe(403)
    expect((await app.request('DELETE', path, { token: me.token })).status).toBe(403)
  })

  it('lets an admin create users and give roles, but not change their own', async () => {
    const admin = await app.login('admin')
    const body = { email: `made-${Date.now()}@example.com`, password: 'abcdefgh', role: 'admin' }
    const made = await app.request('POST', '/api/users', { token: admin.token, body })
    expect(made.body.doc.role).toBe('admin')
    const path = `/api/users/${made.body.doc.id}`
    const demoted = await app.request('PATCH', path, {
      token: admin.token,
      body: { role: 'supervisor' },
    })
    expect(demoted.body.doc.role).toBe('supervisor')
    const own = await app.request('PATCH', `/api/users/${admin.id}`, {
      token: admin.token,
      body: { role: 'supervisor' },
    })
    expect(own.body.doc.role).toBe('admin')
  })

  it('locks an account after five failed logins', async () => {
    const { id, token } = await app.login('supervisor')
    const { body } = await app.request('GET', `/api/users/${id}`, { token })
    const attempt = (password: string) =>
      app.request('POST', '/api/users/login', { body: { email: body.email, password } })
    for (let count = 0; count < 5; count++) expect((await attempt('wrong')).status).toBe(401)
    expect((await attempt('wrong')).body.errors[0].message).toMatch(/locked/i)
  })

  it('accepts an API key wherever a session is accepted', async () => {
    const { id, token } = await app.login('supervisor')
    const apiKey = 'a1b2c3d4-0000-4000-8000-000000000000'
    const path = `/api/users/${id}`
    await app.request('PATCH', path, { token, body: { enableAPIKey: true, apiKey } })
    const headers = { Authorization: `users API-Key ${apiKey}` }
    expect((await app.request('GET', '/api/conversations', { headers })).status).toBe(200)
  })
})
