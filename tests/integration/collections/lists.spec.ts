import type { Db, Document } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { toSearchTerms } from '@/ledger/searchTerms'
import { databaseOf } from '@/queries/database'

import { bootApp, type TestApp } from '../../support/app'

const total = 5_000
const statuses = ['active', 'soft_end', 'approved', 'declined']
const outcomes = ['pending', 'approved', 'declined', 'withdrawn']

let app: TestApp
let database: Db
let token: string

beforeAll(async () => {
  app = await bootApp()
  database = databaseOf(app.payload)
  token = (await app.login('supervisor')).token
  const rows = Array.from({ length: total }, (_, index) => index)
  const at = (index: number): Date => new Date(1_700_000_000_000 + index * 1_000)
  await insert('conversations', rows, (index) => ({
    _id: `conv_${index}`,
    conversationId: `conv_${index}`,
    applicationNumber: `LN-${index}`,
    applicationId: `app_${index}`,
    customerId: `cust_${index % 700}`,
    status: statuses[index % 4],
    startedAt: at(index),
    updatedAt: at(index),
    searchTerms: toSearchTerms({
      ids: [`conv_${index}`, `LN-${index}`, `cust_${index % 700}`],
      names: [`Chloë${index} Smith-Jones`],
      emails: [`c${index}@example.com`],
    }),
    ledger: { secret: true },
    revision: 1,
    version: 1,
  }))
  await insert('customers', rows, (index) => ({
    _id: `cust_${index}`,
    customerId: `cust_${index}`,
    fullName: `Chloë${index} Smith-Jones`,
    emailAddress: `c${index}@example.com`,
    dateOfBirth: at(-index * 86_400),
    updatedAt: at(index),
    revision: 1,
  }))
  await insert('applications', rows, (index) => ({
    _id: `app_${index}`,
    applicationNumber: `LN-${index}`,
    customerId: `cust_${index}`,
    loanAmount: index * 10,
    applicationOutcome: outcomes[index % 4],
    updatedAt: at(index),
    revision: 1,
  }))
  await insert('conversation-stats', rows, (index) => ({
    _id: `conv_${index}`,
    conversationId: `conv_${index}`,
    applicationNumber: `LN-${index}`,
    status: statuses[index % 4],
    outcome: outcomes[index % 4],
    startedAt: at(index),
    startedDay: at(index).toISOString().slice(0, 10),
    revision: 1,
  }))
  await insert('application-stats', rows, (index) => ({
    _id: `app_${index}`,
    applicationId: `app_${index}`,
    applicationNumber: `LN-${index}`,
    outcome: outcomes[index % 4],
    begunAt: at(index),
    decidedAt: at(index + 60),
    revision: 1,
  }))
  await insert('daily-metrics', rows.slice(0, 1_000), (index) => ({
    _id: at(index * 86_400)
      .toISOString()
      .slice(0, 10),
    day: at(index * 86_400)
      .toISOString()
      .slice(0, 10),
    revision: 1,
  }))
  await insert('ledger-events', rows, (index) => ({
    _id: String(index).padStart(20, '0') + '-00000000000000000000',
    streamId: `${index}-0`,
    typ: 'user_input',
    cid: `conv_${index % 50}`,
    disposition: 'applied',
  }))
  await insert('dead-letters', rows, (index) => ({
    _id: String(index).padStart(20, '0') + '-00000000000000000000',
    streamId: `${index}-0`,
    code: index % 2 ? 'INVALID_EVENT' : 'TOO_LARGE',
    cid: `conv_${index % 50}`,
    status: 'parked',
    lastFailedAt: at(index),
  }))
})

afterAll(() => app.close())

const insert = async (
  collection: string,
  rows: number[],
  make: (index: number) => Document,
): Promise<void> => {
  await database.collection(collection).insertMany(rows.map(make) as never)
}

beforeEach(async () => {
  await database.command({ profile: 0 })
  const [profile] = await database.listCollections({ name: 'system.profile' }).toArray()
  if (profile) await database.collection('system.profile').drop()
  await database.command({ profile: 2, slowms: 0 })
})

/** The plans of everything that was read from a collection since the test began. */
const plansOf = async (collection: string): Promise<Document[]> => {
  await database.command({ profile: 0 })
  return database
    .collection('system.profile')
    .find({ ns: `${database.databaseName}.${collection}`, op: { $in: ['query', 'command'] } })
    .project({ planSummary: 1, docsExamined: 1, hasSortStage: 1, command: 1 })
    .toArray()
}

/** Estimated counts read the metadata; everything else must go by an index, without a sort. */
const expectIndexed = async (collection: string, maximumDocs = 100): Promise<void> => {
  const plans = await plansOf(collection)
  const reads = plans.filter(({ command }) => command.find || command.aggregate)
  expect(reads.length).toBeGreaterThan(0)
  for (const { command, docsExamined, hasSortStage, planSummary } of reads) {
    const told = JSON.stringify(command)
    expect(planSummary, told).not.toMatch(/COLLSCAN/)
    expect(hasSortStage ?? false, told).toBe(false)
    if (command.find) expect(docsExamined, told).toBeLessThanOrEqual(maximumDocs)
  }
}

const sorts: [string, string[]][] = [
  ['conversations', ['', 'applicationNumber', 'customerId', 'status', 'startedAt', 'updatedAt']],
  ['customers', ['', 'fullName', 'emailAddress', 'customerId', 'dateOfBirth']],
  [
    'applications',
    ['', 'applicationNumber', 'customerId', 'loanAmount', 'applicationOutcome', 'updatedAt'],
  ],
  ['conversation-stats', ['', 'conversationId', 'startedAt', 'status', 'outcome']],
  ['application-stats', ['', 'applicationNumber', 'begunAt', 'outcome', 'decidedAt']],
  ['daily-metrics', ['', 'day']],
  ['ledger-events', ['', 'streamId', 'typ', 'cid', 'tsp', 'disposition']],
  ['dead-letters', ['', 'streamId', 'code', 'cid', 'status', 'lastFailedAt']],
]

describe.each(sorts)('the list of %s', (collection, fields) => {
  it.each(fields.flatMap((field) => (field ? [field, `-${field}`] : [field])))(
    'sorted by "%s" reads a page along an index, and the second page too',
    async (sort) => {
      const query = `?depth=0&limit=10${sort && `&sort=${sort}`}`
      const first = await app.request('GET', `/api/${collection}${query}`, { token })
      const second = await app.request('GET', `/api/${collection}${query}&page=2`, { token })
      expect(first.body.docs).toHaveLength(10)
      expect(second.body.docs).toHaveLength(10)
      const ids = [...first.body.docs, ...second.body.docs].map(({ id }: { id: string }) => id)
      expect(new Set(ids).size).toBe(20)
      await expectIndexed(collection)
    },
  )
})

it.each([
  ['conversations', 'where[status][equals]=approved'],
  ['conversations', 'where[customerId][equals]=cust_5'],
  ['conversations', 'where[applicationNumber][equals]=LN-77'],
  ['applications', 'where[applicationNumber][equals]=LN-77'],
  ['applications', 'where[customerId][equals]=cust_77'],
  ['customers', 'where[emailAddress][equals]=c77@example.com'],
  ['ledger-events', 'where[cid][equals]=conv_7'],
  ['dead-letters', 'where[cid][equals]=conv_7'],
])(
  'a filter of %s by %s goes by an index and needs no sort of its own',
  async (collection, where) => {
    const answer = await app.request('GET', `/api/${collection}?depth=0&${where}&page=1`, { token })
    expect(answer.body.docs.length).toBeGreaterThan(0)
    const plans = (await plansOf(collection)).filter(({ command }) => command.find)
    for (const { planSummary } of plans) expect(planSummary).not.toMatch(/COLLSCAN/)
  },
)

it('searches a list by the beginnings of words, along the index', async () => {
  const find = async (collection: string, text: string): Promise<string[]> => {
    const query = `?depth=0&where[or][0][search][like]=${encodeURIComponent(text)}`
    const { body } = await app.request('GET', `/api/${collection}${query}`, { token })
    return body.docs.map(({ id }: { id: string }) => id)
  }
  expect(await find('conversations', 'chloe4321 jon')).toEqual(['conv_4321'])
  expect(await find('applications', 'LN-4321')).toEqual(['app_4321'])
  expect(await find('customers', 'c4321@example.com')).toContain('cust_4321')
  expect(await find('ledger-events', '77-0')).toHaveLength(1)
  expect(await find('dead-letters', 'nothing like it')).toEqual([])
  for (const collection of ['conversations', 'customers', 'applications', 'ledger-events']) {
    const reads = (await plansOf(collection)).filter(({ command }) => command.find)
    for (const { planSummary } of reads) expect(planSummary).not.toMatch(/COLLSCAN/)
  }
})

it.each(['limit=0', 'limit=1000000000', 'pagination=false', 'limit=0&pagination=false'])(
  'returns a bounded list for %s',
  async (query) => {
    const { body } = await app.request('GET', `/api/conversations?depth=0&${query}`, { token })
    expect(body.docs).toHaveLength(500)
    const events = await app.request('GET', `/api/ledger-events?${query}`, { token })
    expect(events.body.docs).toHaveLength(100)
  },
)

it.each(['limit=-5', 'limit=abc', 'page=-1', 'page=abc', 'page=999999999999', 'depth=99'])(
  'answers %s without failing',
  async (query) => {
    const { body, status } = await app.request('GET', `/api/conversations?${query}`, { token })
    expect(status).toBe(200)
    expect(body.docs.length).toBeLessThanOrEqual(10)
  },
)

it('bounds lists over GraphQL too', async () => {
  const { body } = await app.graphql('{ Conversations(limit: 0) { docs { id } } }', token)
  expect(body.data.Conversations.docs).toHaveLength(500)
})

it('leaves reads of our own code alone', async () => {
  const { docs } = await app.payload.find({ collection: 'customers', limit: 0, depth: 0 })
  expect(docs).toHaveLength(total)
})

it('never shows what is internal', async () => {
  const { body } = await app.request('GET', '/api/conversations?limit=1', { token })
  expect(body.docs[0]).not.toHaveProperty('ledger')
  expect(body.docs[0]).not.toHaveProperty('searchTerms')
  const probe = await app.request('GET', '/api/conversations?where[ledger.secret][equals]=true', {
    token,
  })
  expect(probe.status).toBe(400)
})
