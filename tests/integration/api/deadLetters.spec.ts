import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { toSortableId } from '@/ledger/streamId'
import { auditOf } from '@/ops/audit'
import { archiveOf, deadLettersOf, type Store } from '@/projector/store'
import { verify } from '@/projector/verify'
import { createChangeFeed } from '@/realtime/changeFeed'
import { storeOf } from '@/runtime/store'

import { bootApp, type TestApp } from '../../support/app'
import { openRedis } from '../../support/engines'
import { apply, park, utterance } from '../../support/letters'

let app: TestApp
let store: Store
const tokens: Record<string, string | undefined> = { anonymous: undefined }

beforeAll(async () => {
  app = await bootApp()
  store = storeOf(app.payload)
  tokens.admin = (await app.login('admin')).token
  tokens.supervisor = (await app.login('supervisor')).token
  tokens.roleless = (await app.login(null)).token
})

afterAll(() => app.close())

beforeEach(async () => {
  for (const name of ['conversations', 'ledger-events', 'dead-letters', 'audit-events'])
    await store.db.collection(name).deleteMany({})
  await apply(store, utterance('1-0', '{"u":"first"}'))
})

const post = (path: string, who: string, body?: unknown) =>
  app.request('POST', `/api/dead-letters${path}`, { token: tokens[who], body })

const conversation = () =>
  store.db.collection<{ _id: string }>('conversations').findOne({ _id: 'c1' })

const statusOf = async (id: string) => (await deadLettersOf(store).findOne({ _id: id }))?.status

const trail = () =>
  auditOf(store.db)
    .find({}, { projection: { _id: 0 } })
    .toArray()

const refusals = [
  ['anonymous', 401],
  ['roleless', 403],
] as const

describe('who may do what with a dead letter', () => {
  it.each([...refusals, ['supervisor', 403] as const])(
    '%s may neither retry nor discard (%i)',
    async (who, status) => {
      const id = await park(store, utterance('2-0', '{"u":"second"}'))
      for (const answer of [
        await post(`/${id}/retry`, who, {}),
        await post('/retry', who, { ids: [id] }),
        await post('/retry', who, { all: true }),
        await post(`/${id}/discard`, who, { reason: 'a duplicate' }),
      ]) {
        expect(answer.status).toBe(status)
        expect(answer.body.errors[0]).toMatchObject({ code: expect.any(String) })
      }
      expect(await statusOf(id)).toBe('parked')
      expect(await trail()).toEqual([])
    },
  )

  it.each(refusals)('%s may not see what a retry would change (%i)', async (who, status) => {
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    expect((await post(`/${id}/retry`, who, { dryRun: true })).status).toBe(status)
  })

  it.each(['supervisor', 'admin'])('%s may see what a retry would change', async (who) => {
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    const { body, status } = await post(`/${id}/retry`, who, { dryRun: true })
    expect(status).toBe(200)
    expect(body).toMatchObject({ isDryRun: true, outcome: 'applied' })
    const [change] = body.changes
    expect(change).toMatchObject({ collection: 'conversations', id: 'c1', isNew: false })
    expect(change.fields).toContainEqual({ path: 'utteranceCount', before: 1, after: 2 })
    expect(JSON.stringify(body)).not.toMatch(/ledger|searchTerms|stamps/)
    expect(await conversation()).toMatchObject({ utteranceCount: 1 })
    expect(await statusOf(id)).toBe('parked')
    expect(await trail()).toEqual([])
  })

  it('shows the stack to admins alone', async () => {
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    const read = async (who: string) =>
      (await app.request('GET', `/api/dead-letters/${id}`, { token: tokens[who] })).body
    expect((await read('admin')).stack).toContain('TypeError')
    const seen = await read('supervisor')
    expect(seen).toMatchObject({ reason: 'a bug', errorClass: 'TypeError' })
    expect(seen.stack).toBeUndefined()
  })
})

describe('retrying', () => {
  it('applies a parked entry, tells the screens and records who did it', async () => {
    const { close, redis } = await openRedis()
    const feed = createChangeFeed({ redis })
    const before = await feed.position()
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    const { body, status } = await post('/2-0/retry', 'admin')
    expect({ status, body }).toMatchObject({ status: 200, body: { outcome: 'applied', id } })
    expect(await conversation()).toMatchObject({ utteranceCount: 2, version: 2 })
    expect(await statusOf(id)).toBe('retried')
    expect((await verify(store)).drifts).toEqual([])
    const frames = (await feed.readAfter(before, 10)).map(({ frame }) => JSON.parse(frame))
    expect(frames.map(({ collection }) => collection)).toEqual(['conversations', 'utterances'])
    expect(await trail()).toEqual([
      {
        at: expect.any(Date),
        actor: expect.stringMatching(/^admin-.*@example\.com$/),
        action: 'dead-letter.retried',
        subject: `dead-letters/${id}`,
        details: {
          outcome: 'applied',
          documents: ['conversations/c1', 'customer-conversations/c1'],
        },
      },
    ])
    await close()
  })

  it('applies once under many clicks at the same time', async () => {
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => post(`/${id}/retry`, 'admin', { dryRun: false })),
    )
    expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
    expect(answers.map(({ body }) => body.outcome).sort()).toEqual([
      'applied',
      ...Array(5).fill('not-parked'),
    ])
    expect(await conversation()).toMatchObject({ utteranceCount: 2, version: 2 })
    expect(await trail()).toHaveLength(1)
  })

  it('says why an entry is refused again, and records the attempt', async () => {
    await apply(store, utterance('2-0', 'not json'))
    const { body } = await post('/2-0/retry', 'admin', {})
    expect(body).toMatchObject({ outcome: 'refused', code: 'INVALID_EVENT', path: 'dat' })
    expect(await statusOf(toSortableId('2-0'))).toBe('parked')
    expect(await trail()).toMatchObject([{ details: { outcome: 'refused' } }])
  })

  it('retries the selected ones, each by itself', async () => {
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    await apply(store, utterance('3-0', 'not json'))
    const { body } = await post('/retry', 'admin', { ids: [id, '3-0', '9-0', id] })
    expect(body).toMatchObject({ applied: 1, refused: 1, notParked: 1, next: null })
    expect(body.outcomes).toHaveLength(3)
  })

  it('retries everything that is parked', async () => {
    for (const n of [2, 3, 4]) await park(store, utterance(`${n}-0`, `{"u":"${n}"}`))
    await apply(store, utterance('5-0', 'not json'))
    const { body } = await post('/retry', 'admin', { all: true })
    expect(body).toMatchObject({ applied: 3, refused: 1, notParked: 0, next: null })
    expect(await conversation()).toMatchObject({ utteranceCount: 4, version: 4 })
    expect((await verify(store)).drifts).toEqual([])
  })

  it.each([
    ['neither ids nor all', {}],
    ['both', { ids: ['1-0'], all: true }],
    ['all that is not meant', { all: false }],
    ['no ids', { ids: [] }],
    ['too many ids', { ids: Array.from({ length: 101 }, (_, index) => `${index}-0`) }],
    ['something that is no id', { ids: ['one'] }],
    ['an operator of the database', { ids: [{ $gt: '' }] }],
  ])('refuses %s', async (_, body) => {
    const answer = await post('/retry', 'admin', body)
    expect(answer.status).toBe(400)
    expect(answer.body.errors[0].code).toBe('INVALID_REQUEST')
  })

  it('answers 404 for a letter that does not exist, 400 for a body that is no JSON', async () => {
    expect((await post('/9-0/retry', 'admin', {})).status).toBe(404)
    expect((await post('/nonsense/retry', 'admin', {})).status).toBe(404)
    const broken = await fetch(`${app.url}/api/dead-letters/9-0/retry`, {
      method: 'POST',
      headers: { Authorization: `JWT ${tokens.admin}`, 'Content-Type': 'application/json' },
      body: '{',
    })
    expect(broken.status).toBe(400)
  })
})

describe('discarding', () => {
  it('keeps the entry in the archive as parked, with reason, who and when, for ever', async () => {
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    const { body, status } = await post(`/${id}/discard`, 'admin', { reason: '  sent twice  ' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ status: 'discarded', discardReason: 'sent twice' })
    const { body: letter } = await app.request('GET', `/api/dead-letters/${id}`, {
      token: tokens.supervisor,
    })
    expect(letter).toMatchObject({
      status: 'discarded',
      discardReason: 'sent twice',
      discardedBy: expect.stringMatching(/^admin-/),
      discardedAt: expect.any(String),
    })
    expect(await archiveOf(store).findOne({ _id: id })).toMatchObject({ disposition: 'parked' })
    expect((await post(`/${id}/retry`, 'admin', {})).body.outcome).toBe('not-parked')
    expect((await post(`/${id}/discard`, 'admin', { reason: 'again' })).status).toBe(409)
    expect(await conversation()).toMatchObject({ utteranceCount: 1 })
    expect(await trail()).toMatchObject([
      {
        action: 'dead-letter.discarded',
        subject: `dead-letters/${id}`,
        details: { reason: 'sent twice' },
      },
    ])
  })

  it('refuses what was retried already', async () => {
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    await post(`/${id}/retry`, 'admin', {})
    const { body, status } = await post(`/${id}/discard`, 'admin', { reason: 'too late' })
    expect(status).toBe(409)
    expect(body.errors[0].code).toBe('NOT_PARKED')
    expect(await statusOf(id)).toBe('retried')
  })

  it('lets either a retry or a discard win where both come at once', async () => {
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    const [retried, discarded] = await Promise.all([
      post(`/${id}/retry`, 'admin', {}),
      post(`/${id}/discard`, 'admin', { reason: 'at once' }),
    ])
    const isRetried = retried.body.outcome === 'applied'
    expect(discarded.status).toBe(isRetried ? 409 : 200)
    expect(await statusOf(id)).toBe(isRetried ? 'retried' : 'discarded')
    expect(await conversation()).toMatchObject({ utteranceCount: isRetried ? 2 : 1 })
    expect(await trail()).toHaveLength(1)
  })

  it.each([[''], ['  x '], ['x'.repeat(501)], [7], [undefined]])(
    'refuses the reason %j',
    async (reason) => {
      const id = await park(store, utterance('2-0', '{"u":"second"}'))
      expect((await post(`/${id}/discard`, 'admin', { reason })).status).toBe(400)
      expect(await statusOf(id)).toBe('parked')
    },
  )
})

describe('the audit trail', () => {
  beforeEach(async () => {
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    await post(`/${id}/retry`, 'admin', {})
  })

  it.each([
    ['anonymous', 401],
    ['roleless', 403],
    ['supervisor', 403],
    ['admin', 200],
  ])('is read by admins alone: %s gets %i', async (who, status) => {
    const answer = await app.request('GET', '/api/audit-events', { token: tokens[who] })
    expect(answer.status === 403 && who === 'anonymous' ? 401 : answer.status).toBe(status)
    if (who === 'admin') expect(answer.body.docs[0].action).toBe('dead-letter.retried')
    else expect(JSON.stringify(answer.body)).not.toContain('dead-letter')
    const { body } = await app.graphql('{ AuditEvents { docs { action } } }', tokens[who])
    expect(JSON.stringify(body).includes('dead-letter')).toBe(who === 'admin')
  })

  it('is changed by nobody, over no interface', async () => {
    const { _id } = (await auditOf(store.db).findOne())!
    const path = `/api/audit-events/${String(_id)}`
    const token = tokens.admin
    const statuses = [
      await app.request('POST', '/api/audit-events', { token, body: { action: 'x' } }),
      await app.request('PATCH', path, { token, body: { action: 'x' } }),
      await app.request('PATCH', '/api/audit-events?where[id][exists]=true', {
        token,
        body: { action: 'x' },
      }),
      await app.request('DELETE', path, { token }),
      await app.request('DELETE', '/api/audit-events?where[id][exists]=true', { token }),
    ].map(({ status }) => status)
    expect(statuses).toEqual([403, 403, 403, 403, 403])
    for (const mutation of [
      'createAuditEvent(data: { action: "x" }) { id }',
      `updateAuditEvent(id: "${String(_id)}", data: { action: "x" }) { id }`,
      `deleteAuditEvent(id: "${String(_id)}") { id }`,
    ])
      expect((await app.graphql(`mutation { ${mutation} }`, token)).body.errors).toBeDefined()
    expect(await trail()).toMatchObject([{ action: 'dead-letter.retried' }])
  })
})
