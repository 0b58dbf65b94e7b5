import type { Db } from 'mongodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { toDocumentId } from '@/ledger/documentId'
import { toStoredJson } from '@/ledger/json'
import { toSortableId } from '@/ledger/streamId'
import { databaseOf } from '@/queries/database'

import { bootApp, type TestApp } from '../../support/app'

let app: TestApp
let database: Db
let token: string
const hostile = { $where: '1', 'a.b': 1, nested: [{ '': null }] }

beforeAll(async () => {
  app = await bootApp()
  database = databaseOf(app.payload)
  token = (await app.login('supervisor')).token
  const now = new Date('2026-01-02T03:04:05.678Z')
  const insert = (collection: string, document: object) =>
    database.collection(collection).insertOne(document as never)
  await insert('conversations', {
    _id: toDocumentId('conv/1.x'),
    conversationId: 'conv/1.x',
    customerId: 'cust_1',
    applicationId: 'app_1',
    status: 'escalated',
    startedAt: now,
    updatedAt: now,
    utteranceCount: 3,
    version: 3,
    revision: 4,
  })
  await insert('customers', {
    _id: 'cust_1',
    customerId: 'cust_1',
    fullName: 'Maeve O’Neill',
    residentialAddress: null,
    identityDocuments: null,
    ekycStatus: 'weird',
    conversations: [toDocumentId('conv/1.x'), 'conv_unknown'],
    applications: ['app_1'],
    version: 1,
    revision: 1,
  })
  await insert('applications', {
    _id: 'app_1',
    applicationNumber: 'app_1',
    customerId: 'cust_1',
    applicationProcess: {
      applicationProcessState: [
        {
          id: '1',
          stageName: 'intake',
          complete: true,
          steps: [
            {
              id: '2',
              stepName: 'ask',
              type: 'llm',
              prompts: { main: 'Hello', mappingOut: toStoredJson(hostile) },
            },
          ],
        },
      ],
    },
    assessments: {
      identityRisk: toStoredJson(hostile),
      serviceability: toStoredJson({ result: 'pass' }),
    },
    noticeboard: [],
    conversations: [],
    version: 1,
    revision: 1,
  })
  await insert('applications', {
    _id: 'app_2',
    applicationNumber: 'app_2',
    applicationProcess: null,
    assessments: {},
    noticeboard: [],
    conversations: [],
    version: 0,
    revision: 1,
  })
  for (let index = 1; index <= 3; index++) {
    const streamId = `170000000000${index}-0`
    await insert('ledger-events', {
      _id: toSortableId(streamId),
      streamId,
      agt: 'broker',
      typ: index % 2 ? 'user_input' : 'assistant_response',
      cid: 'conv/1.x',
      tsp: `2026-01-02T03:04:0${index}Z`,
      seq: String(index),
      dat: JSON.stringify({ u: `said ${index}`, r: 'because', d: hostile }),
      disposition: 'applied',
    })
  }
})

afterAll(() => app.close())

const path = `/api/conversations/${encodeURIComponent(toDocumentId('conv/1.x'))}`

describe('the utterances of a conversation', () => {
  it('come in stream-id order where one is read over REST', async () => {
    const { body, status } = await app.request('GET', path, { token })
    expect(status).toBe(200)
    expect(body.utterances.map(({ utterance }: any) => utterance)).toEqual([
      'said 1',
      'said 2',
      'said 3',
    ])
    expect(body.utterances[1]).toEqual({
      id: '1700000000002-0',
      username: 'assistant',
      utterance: 'said 2',
      rationale: 'because',
      answerInputType: '',
      prevSeq: 2,
      endConversation: false,
      additionalData: hostile,
      createdAt: '2026-01-02T03:04:02.000Z',
      updatedAt: '2026-01-02T03:04:02.000Z',
    })
  })

  it('come over GraphQL where one is read and the query asks', async () => {
    const { body } = await app.graphql(
      `{ Conversation(id: "${toDocumentId('conv/1.x')}") {
        conversationId utterances { id username utterance createdAt additionalData } } }`,
      token,
    )
    expect(body.errors).toBeUndefined()
    expect(body.data.Conversation.utterances).toHaveLength(3)
    expect(body.data.Conversation.utterances[0]).toMatchObject({
      id: '1700000000001-0',
      username: 'customer',
      additionalData: hostile,
    })
  })

  it('are not carried by lists, populated relationships or a select without them', async () => {
    const list = await app.request('GET', '/api/conversations', { token })
    expect(list.body.docs[0]).not.toHaveProperty('utterances')
    const customer = await app.request('GET', '/api/customers/cust_1?depth=2', { token })
    expect(customer.body.conversations[0]).toMatchObject({ conversationId: 'conv/1.x' })
    expect(customer.body.conversations[0]).not.toHaveProperty('utterances')
    const selected = await app.request('GET', `${path}?select[status]=true`, { token })
    expect(selected.body).not.toHaveProperty('utterances')
    const { body } = await app.graphql('{ Conversations { docs { id utterances { id } } } }', token)
    expect(body.data.Conversations.docs[0].utterances).toBeNull()
  })

  it('are left out of our own reads unless the context asks', async () => {
    const id = toDocumentId('conv/1.x')
    const plain = await app.payload.findByID({ collection: 'conversations', id })
    expect(plain).not.toHaveProperty('utterances')
    const context = { withUtterances: true }
    const full = await app.payload.findByID({ collection: 'conversations', id, context })
    expect(full.utterances).toHaveLength(3)
  })
})

it('populates a relationship that points to nothing yet as its id', async () => {
  const { body } = await app.request('GET', '/api/customers/cust_1?depth=1', { token })
  expect(body.conversations[1]).toBe('conv_unknown')
})

it('shows a select value that the list does not know raw over REST and as null over GraphQL', async () => {
  const conversation = await app.request('GET', path, { token })
  expect(conversation.body.status).toBe('escalated')
  const { body } = await app.graphql(
    '{ Conversations { docs { status } } Customer(id: "cust_1") { ekycStatus fullName } }',
    token,
  )
  expect(body.errors).toBeUndefined()
  expect(body.data.Conversations.docs[0].status).toBeNull()
  expect(body.data.Customer).toEqual({ ekycStatus: null, fullName: 'Maeve O’Neill' })
})

it('gives JSON of any shape back as it came, over REST and GraphQL', async () => {
  const { body } = await app.request('GET', '/api/applications/app_1', { token })
  expect(body.assessments.identityRisk).toEqual(hostile)
  expect(body.assessments.serviceability).toEqual({ result: 'pass' })
  const step = body.applicationProcess.applicationProcessState[0].steps[0]
  expect(step.prompts.mappingOut).toEqual(hostile)
  const { body: answer } = await app.graphql(
    `{ Application(id: "app_1") { assessments { identityRisk fraudCheck }
      applicationProcess { applicationProcessState { steps { type prompts { mappingOut } } } } } }`,
    token,
  )
  expect(answer.errors).toBeUndefined()
  expect(answer.data.Application.assessments).toEqual({ identityRisk: hostile, fraudCheck: null })
})

it('reads documents whose groups and lists were cleared', async () => {
  const application = await app.request('GET', '/api/applications/app_2', { token })
  expect(application.status).toBe(200)
  const customer = await app.request('GET', '/api/customers/cust_1', { token })
  expect(customer.status).toBe(200)
  const { body } = await app.graphql(
    `{ Customer(id: "cust_1") { residentialAddress { street } identityDocuments { id } }
      Application(id: "app_2") { applicationProcess { currentProcessStage } noticeboard { id } } }`,
    token,
  )
  expect(body.errors).toBeUndefined()
})
