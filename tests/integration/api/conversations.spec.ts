import type { Db } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { toDocumentId } from '@/ledger/documentId'
import { toSearchTerms } from '@/ledger/searchTerms'
import { toSortableId } from '@/ledger/streamId'
import { databaseOf } from '@/queries/database'

import { bootApp, type TestApp } from '../../support/app'

let app: TestApp
let database: Db
let token: string

const people = [
  ['conv_1', 'LN-1', 'cust_1', 'Aroha Nguyễn', 'aroha@example.com'],
  ['conv_2', 'LN-2', 'cust_2', "Maeve O'Neill", 'maeve.o@example.com'],
  ['conv_3', 'LN-3', 'cust_3', 'Chloé Smith-Jones', 'chloe@example.com'],
  ['conv/4.x', 'LN-4', 'cust_4', 'Chloe Smithers', 'cs@example.com'],
] as const

beforeAll(async () => {
  app = await bootApp()
  database = databaseOf(app.payload)
  token = (await app.login('supervisor')).token
  for (const [index, [conversationId, number, customer, name, email]] of people.entries()) {
    await database.collection('conversations').insertOne({
      _id: toDocumentId(conversationId),
      conversationId,
      applicationNumber: number,
      applicationId: `app_${index + 1}`,
      customerId: customer,
      customerName: name,
      status: 'active',
      // The last two start at the same moment; the first one was updated last.
      startedAt: new Date(1_000 * Math.min(index, 2)),
      updatedAt: new Date(10_000 - index),
      searchTerms: toSearchTerms({
        ids: [conversationId, number, customer],
        names: [name],
        emails: [email],
      }),
      ledger: { internal: true },
      version: 1,
      revision: 5,
    } as never)
  }
  await database.collection('applications').insertOne({
    _id: 'app_2',
    applicationNumber: 'LN-2',
    loanAmount: 5000,
    applicationOutcome: 'pending',
    applicationProcess: {
      currentProcessStage: 'identity',
      applicationProcessState: [{ stageName: 'intake', complete: true, steps: [{ secret: 1 }] }],
    },
    assessments: { identityRisk: JSON.stringify({ 'a.b': 1 }) },
    revision: 7,
  } as never)
  for (let index = 1; index <= 5; index++) await say('conv_1', index)
})

afterAll(() => app.close())

const idOf = (index: number): string => `170000000000${index}-0`

const archive = async (index: number, entry: Record<string, string>): Promise<void> => {
  const streamId = idOf(index)
  await database.collection('ledger-events').insertOne({
    _id: toSortableId(streamId),
    streamId,
    agt: 'broker',
    tsp: `2026-01-02T03:04:0${index}Z`,
    disposition: 'applied',
    ...entry,
  } as never)
}

const say = (cid: string, index: number): Promise<void> =>
  archive(index, { typ: 'user_input', cid, dat: JSON.stringify({ u: `said ${index}` }) })

const get = (path: string) => app.request('GET', `/api/conversations/${path}`, { token })

const search = async (query: string): Promise<string[]> => {
  const { body, status } = await get(`search?${query}`)
  expect(status, JSON.stringify(body)).toBe(200)
  return body.docs.map(({ conversationId }: { conversationId: string }) => conversationId)
}

describe('the search', () => {
  it.each([
    ['LN-2', ['conv_2']],
    ['ln-2', ['conv_2']],
    ['conv_3', ['conv_3']],
    ['conv/4.x', ['conv/4.x']],
    ['cust_1', ['conv_1']],
    ['nguyen', ['conv_1']],
    ['NGUYỄN', ['conv_1']],
    ['aro', ['conv_1']],
    ["o'neill", ['conv_2']],
    ['neill', ['conv_2']],
    ['smith', ['conv/4.x', 'conv_3']],
    ['chloe jones', ['conv_3']],
    ['chloé smith-j', ['conv_3']],
    ['maeve.o@example.com', ['conv_2']],
    ['roha', []],
    ['nobody', []],
  ])('finds %s', async (text, expected) => {
    const found = await search(`q=${encodeURIComponent(text)}`)
    expect(found.sort()).toEqual([...expected].sort())
  })

  it('lists the newest first where nothing is asked for, and pages without a gap or a repeat', async () => {
    const all = await search('q=')
    expect(all).toEqual(['conv/4.x', 'conv_3', 'conv_2', 'conv_1'])
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const { body }: any = await get(`search?limit=1${cursor && `&cursor=${cursor}`}`)
      seen.push(...body.docs.map(({ conversationId }: any) => conversationId))
      cursor = body.nextCursor
    }
    expect(seen).toEqual(all)
    expect(await search('sort=updated')).toEqual(['conv_1', 'conv_2', 'conv_3', 'conv/4.x'])
  })

  it('gives cards with the summary of the application and nothing internal', async () => {
    const { body } = await get('search?q=LN-2')
    expect(body).toEqual({
      docs: [
        {
          id: 'conv_2',
          conversationId: 'conv_2',
          applicationNumber: 'LN-2',
          applicationId: 'app_2',
          customerId: 'cust_2',
          customerName: "Maeve O'Neill",
          status: 'active',
          startedAt: '1970-01-01T00:00:01.000Z',
          updatedAt: '1970-01-01T00:00:09.999Z',
          version: 1,
          revision: 5,
          application: {
            id: 'app_2',
            revision: 7,
            applicationNumber: 'LN-2',
            loanAmount: 5000,
            loanTerm: null,
            applicationOutcome: 'pending',
            currentProcessStage: 'identity',
            stages: [{ stageName: 'intake', complete: true }],
            assessments: { identityRisk: { 'a.b': 1 } },
          },
        },
      ],
      nextCursor: null,
    })
  })

  it.each([
    '.*',
    '^conv',
    '(a+)+$',
    '[',
    '\\',
    '$where',
    '{"$ne":1}',
    'a\0b',
    '\0',
    '🚩日本',
    '\ud800',
  ])('takes %j as text', async (text) => {
    expect(await search(`q=${encodeURIComponent(text.toWellFormed())}`)).toEqual([])
  })

  it('takes ten thousand characters', async () => {
    expect(await search(`q=${'x'.repeat(10_000)}`)).toEqual([])
  })

  it.each([
    'limit=0',
    'limit=-1',
    'limit=abc',
    'limit=1.5',
    'limit=1&limit=2',
    'q=a&q=b',
    'sort=name',
    'cursor=nonsense',
    `cursor=${Buffer.from('["started","x",1]').toString('base64url')}`,
    `cursor=${Buffer.from('["started",1e300,"a"]').toString('base64url')}`,
    `cursor=${Buffer.from('["updated",1,"a"]').toString('base64url')}`,
  ])('refuses %s', async (query) => {
    const { body, status } = await get(`search?${query}`)
    expect(status).toBe(400)
    expect(body.errors[0]).toMatchObject({ code: 'INVALID_REQUEST' })
    expect(Object.keys(body.errors[0]).sort()).toEqual(['code', 'message'])
  })

  it('never gives more than fifty', async () => {
    expect((await search('limit=1000000000')).length).toBeLessThanOrEqual(50)
  })

  it('goes by the index on the search terms', async () => {
    await database.command({ profile: 2, slowms: 0 })
    await search('q=smith%20chloe')
    await database.command({ profile: 0 })
    const plans = await database
      .collection('system.profile')
      .find({ 'command.find': 'conversations' })
      .toArray()
    expect(plans.length).toBeGreaterThan(0)
    for (const { planSummary } of plans) expect(planSummary).not.toMatch(/COLLSCAN/)
  })
})

describe('the transcript', () => {
  const page = async (query: string) => {
    const { body } = await get(`conv_1/transcript?${query}`)
    return [body.docs.map(({ id }: { id: string }) => id), body.hasBefore, body.hasAfter]
  }

  it('is the newest page by default, oldest first', async () => {
    expect(await page('limit=2')).toEqual([[idOf(4), idOf(5)], true, false])
    expect(await page('')).toEqual([[1, 2, 3, 4, 5].map(idOf), false, false])
  })

  it('pages both ways by stream id', async () => {
    expect(await page(`before=${idOf(4)}&limit=2`)).toEqual([[idOf(2), idOf(3)], true, true])
    expect(await page(`before=${idOf(2)}&limit=2`)).toEqual([[idOf(1)], false, true])
    expect(await page(`after=${idOf(1)}&limit=2`)).toEqual([[idOf(2), idOf(3)], true, true])
    expect(await page(`after=${idOf(3)}&limit=2`)).toEqual([[idOf(4), idOf(5)], true, false])
    expect(await page(`after=${idOf(5)}`)).toEqual([[], true, false])
    expect(await page(`before=${idOf(1)}`)).toEqual([[], false, true])
  })

  it('leaves out what was not applied', async () => {
    await archive(6, {
      typ: 'user_input',
      cid: 'conv_2',
      dat: '{"u":"parked"}',
      disposition: 'parked',
    })
    const { body } = await get('conv_2/transcript')
    expect(body).toEqual({ docs: [], hasBefore: false, hasAfter: false })
  })

  it('finds a conversation by its document id and by its business id', async () => {
    await say('conv/4.x', 7)
    for (const id of [toDocumentId('conv/4.x'), 'conv/4.x']) {
      const { body, status } = await get(`${encodeURIComponent(id)}/transcript`)
      expect(status, id).toBe(200)
      expect(body.docs).toHaveLength(1)
    }
  })

  it('answers 404 for what is not known and 400 for what is no stream id', async () => {
    expect((await get('unknown/transcript')).body.errors[0].code).toBe('NOT_FOUND')
    expect((await get('unknown/transcript')).status).toBe(404)
    for (const query of ['after=x', 'before=1', 'limit=0', 'after=1-1&after=2-2'])
      expect((await get(`conv_1/transcript?${query}`)).status, query).toBe(400)
  })
})

describe('time travel', () => {
  beforeAll(async () => {
    const detail = (amount: number): string =>
      JSON.stringify({
        loanAmount: amount,
        customer: { customer_id: 'cust_t', first_name: 'Ana', last_name: `Version${amount}` },
      })
    const common = { cid: 'conv_t', aid: 'app_t', uid: 'cust_t' }
    const entries: [string, string, string][] = [
      ['1800000000001-0', 'conversation_started', '{}'],
      ['1800000000002-0', 'applicationDetail_changed', detail(100)],
      ['1800000000003-0', 'applicationDetail_changed', detail(200)],
      ['1800000000004-0', 'final_decision', '{"decision":"APPROVED"}'],
    ]
    for (const [index, [streamId, typ, dat]] of entries.entries())
      await database.collection('ledger-events').insertOne({
        _id: toSortableId(streamId),
        streamId,
        agt: 'broker',
        typ,
        dat,
        tsp: `2026-05-01T10:0${index}:00Z`,
        disposition: 'applied',
        ...common,
        applicationId: 'app_t',
        customerId: 'cust_t',
      } as never)
    await database.collection('conversations').insertOne({
      _id: 'conv_t',
      conversationId: 'conv_t',
      startedAt: new Date(),
      revision: 1,
    } as never)
  })

  it.each([
    ['1800000000002-0', 100, 'active', 'Ana Version100'],
    ['1800000000003-5', 200, 'active', 'Ana Version200'],
    ['2026-05-01T10:01:30Z', 100, 'active', 'Ana Version100'],
    ['2026-05-01T20:03:00%2B10:00', 200, 'approved', 'Ana Version200'],
  ])('shows everything as it stood at %s', async (at, amount, status, name) => {
    const { body } = await get(`conv_t/as-of?at=${at}`)
    expect(body.conversation).toMatchObject({ status, customerName: name })
    expect(body.application).toMatchObject({ id: 'app_t', loanAmount: amount })
    expect(body.customer).toMatchObject({ id: 'cust_t', fullName: name })
    expect(body.conversation).not.toHaveProperty('ledger')
  })

  it('answers 404 before the conversation began, and 400 for no moment', async () => {
    expect((await get('conv_t/as-of?at=1700000000000-0')).status).toBe(404)
    expect((await get('conv_t/as-of?at=yesterday')).status).toBe(400)
    expect((await get('conv_t/as-of')).status).toBe(400)
  })
})

describe('who may ask', () => {
  it.each(['search', 'conv_1/transcript', 'conv_1/as-of?at=1-1'])(
    '%s is for staff',
    async (path) => {
      const address = `/api/conversations/${path}`
      const anonymous = await app.request('GET', address)
      expect([anonymous.status, anonymous.body.errors[0].code]).toEqual([401, 'UNAUTHENTICATED'])
      const { token: roleless } = await app.login(null)
      const refused = await app.request('GET', address, { token: roleless })
      expect([refused.status, refused.body.errors[0].code]).toEqual([403, 'FORBIDDEN'])
    },
  )

  it('anybody learns that the process lives', async () => {
    const { body, status } = await app.request('GET', '/api/health/live')
    expect([status, body]).toEqual([200, { status: 'alive' }])
  })
})
