import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'

import { createRateLimits } from '@/api/customer/rateLimits'
import { openCustomerStream, type CustomerStreamParts } from '@/api/customer/stream'
import { createCustomerStreamCounts } from '@/api/customer/streamCounts'
import { createTokenVerifier } from '@/api/customer/tokens'
import { toEnvelope } from '@/ledger/entry'
import { toParsedEntry } from '@/projector/applyBatch'
import { processBatch } from '@/projector/processBatch'
import { databaseOf } from '@/queries/database'
import type { ChangeFeed } from '@/realtime/changeFeed'
import { createFilter } from '@/realtime/filter'
import { announceSession } from '@/realtime/sessionChannel'
import { storeOf } from '@/runtime/store'

import { bootApp, type TestApp } from '../../support/app'
import { openRedis, quietLogger } from '../../support/engines'
import { startHub, type TestHub } from '../../support/hub'
import { openStream, type TestStream } from '../../support/liveClient'
import { secret, toToken } from './tokens'

let app: TestApp
let opened: Awaited<ReturnType<typeof openRedis>>
let feed: ChangeFeed
let started: TestHub
let parts: CustomerStreamParts
let ids = 0
const streams: TestStream[] = []

beforeAll(async () => {
  opened = await openRedis()
  const { prefix, redis } = opened
  app = await bootApp(() => ({
    '/api/customer/:customerId/realtime': (request) => openCustomerStream(request, parts),
  }))
  started = await startHub(app.payload, opened)
  feed = started.feed
  parts = {
    hub: started.hub,
    api: {
      database: () => databaseOf(app.payload),
      secret: app.payload.secret,
      verifyToken: createTokenVerifier({ secrets: [secret] }),
      limits: createRateLimits({
        redis,
        keyPrefix: prefix,
        customerPerMinute: 100,
        portalPerMinute: 100,
      }),
      corsOrigins: [],
      streams: createCustomerStreamCounts({ maximumOfCustomer: 2 }),
      log: (error) => {
        throw error
      },
    },
  }
})

afterEach(() => {
  for (const stream of streams.splice(0)) stream.close()
})

afterAll(async () => {
  await started.stop()
  await app.close()
  await opened.close()
})

const watch = async (authorization: string, customerId: string, headers = {}) => {
  const url = `${app.url}/api/customer/${customerId}/realtime`
  const stream = await openStream(url, { Authorization: authorization, ...headers })
  streams.push(stream)
  if (stream.status === 200) await stream.until(() => stream.frames.length > 0)
  return stream
}

const bearer = async (customerId: string, given = {}): Promise<string> =>
  `Bearer ${await toToken(customerId, given)}`

/** Projects one event as a worker does, and tells of it. */
const project = async (fields: Record<string, string>, dat: object): Promise<void> => {
  const envelope = toEnvelope(
    Object.entries({
      agt: 'broker',
      tsp: '2024-01-15T10:00:00Z',
      ...fields,
      dat: JSON.stringify(dat),
    }).flat(),
  )
  await processBatch(
    {
      store: () => storeOf(app.payload),
      redis: opened.redis,
      publish: feed.publish,
      deadLetterList: `${opened.prefix}:deadletter`,
      settings: { attempts: 1, baseDelayMs: 1, processingTimeoutMs: 30_000 },
      logger: quietLogger,
      signal: new AbortController().signal,
    },
    [toParsedEntry(`${++ids}-0`, envelope)],
  )
}

const about = (customerId: string) => ({
  cid: `conv_${customerId}`,
  aid: `app_${customerId}`,
  uid: customerId,
})

const tell = async (customerId: string): Promise<void> => {
  await project(
    { typ: 'applicationDetail_changed', ...about(customerId) },
    { loanAmount: 5000, customer: { customer_id: customerId, first_name: 'Jo' } },
  )
  await project({ typ: 'fraudCheck_results', ...about(customerId) }, { verdict: 'a secret' })
  await project(
    { typ: 'assistant_response', ...about(customerId) },
    { utterance: '<b>Hello</b> 4111 1111 1111 1111', rationale: 'a secret' },
  )
}

describe('the live stream of a customer', () => {
  it('tells of their own documents as they are shown them, and of nothing else', async () => {
    const own = await watch(await bearer('live_1'), 'live_1')
    await tell('live_2')
    await tell('live_1')
    await own.until(() => own.changes().some(({ lastMessage }) => lastMessage))
    const told = own.frames.slice(1).map(({ data }) => data)
    expect(new Set(told.map(({ collection }) => collection))).toEqual(
      new Set(['customer-applications', 'customer-conversations']),
    )
    // The names of connections and places hold any digits.
    expect(JSON.stringify(told)).not.toMatch(/secret|live_2|4111|utterances|searchTerms/)
    const stored = async (collection: string, id: string) => {
      const { _id, requiredDocuments, ...rest } = (await databaseOf(app.payload)
        .collection<{ _id: string }>(collection)
        .findOne({ _id: id })) as any
      const rows = requiredDocuments?.map(({ id: _row, ...row }: object & { id: string }) => row)
      return JSON.parse(
        JSON.stringify({ id: _id, ...rest, ...(rows && { requiredDocuments: rows }) }),
      )
    }
    const last = (collection: string) =>
      told.findLast((frame) => frame.collection === collection).doc
    expect(last('customer-conversations')).toMatchObject({ lastMessage: 'Hello ••••' })
    expect(last('customer-conversations')).toEqual(
      await stored('customer-conversations', 'conv_live_1'),
    )
    expect(last('customer-applications')).toEqual(
      await stored('customer-applications', 'app_live_1'),
    )
    expect(told.every(({ eventId }) => /^\d+-0$/.test(eventId))).toBe(true)
  })

  it('goes on where it was left, without a gap and without a repeat', async () => {
    const first = await watch(await bearer('live_3'), 'live_3')
    await tell('live_3')
    await first.until(() => first.changes().some(({ lastMessage }) => lastMessage))
    const lastId = first.lastEventId()!
    first.close()
    await project({ typ: 'user_input', ...about('live_3') }, { u: 'later' })
    const second = await watch(await bearer('live_3'), 'live_3', { 'Last-Event-ID': lastId })
    await second.until(() => second.changes().length > 0)
    expect(second.changes().map(({ lastMessage }) => lastMessage)).toEqual(['later'])
  })

  it('tells of an application when its customer changes in another one', async () => {
    await tell('live_4')
    const own = await watch(await bearer('live_4'), 'live_4')
    await project(
      { typ: 'applicationDetail_changed', aid: 'app_other', uid: 'live_4' },
      { customer: { customer_id: 'live_4', ekyc_status: 'successful' } },
    )
    const isVerified = ({ applicationId, requiredDocuments = [] }: any): boolean =>
      applicationId === 'app_live_4' &&
      requiredDocuments.some(
        ({ documentType, status }: any) => documentType === 'IDENTITY' && status === 'verified',
      )
    await own.until(() => own.changes().some(isVerified))
  })

  it('is for them alone, ends with their token, and is not theirs without bound', async () => {
    expect((await watch('', 'live_5')).status).toBe(401)
    expect((await watch(await bearer('live_6'), 'live_5')).status).toBe(404)
    const late = await watch(await bearer('live_5', { expiresInSeconds: -28 }), 'live_5')
    expect(late.status).toBe(200)
    await late.ended
    await watch(await bearer('live_5'), 'live_5')
    const second = await watch(await bearer('live_5'), 'live_5')
    const refused = await watch(await bearer('live_5'), 'live_5')
    expect([refused.status, Number(refused.headers['retry-after']) > 0]).toEqual([429, true])
    second.close()
    await expect.poll(async () => (await watch(await bearer('live_5'), 'live_5')).status).toBe(200)
  })

  it('ends for a portal server when its key is taken away', async () => {
    const apiKey = 'a1b2c3d4-0000-4000-8000-00000000cdef'
    const { id } = await app.payload.create({
      collection: 'portal-clients',
      data: { name: 'portal', enableAPIKey: true, apiKey },
    })
    const stream = await watch(`portal-clients API-Key ${apiKey}`, 'live_7')
    expect(stream.status).toBe(200)
    await app.payload.delete({ collection: 'portal-clients', id })
    await announceSession(opened.redis, String(id))
    await stream.ended
  })
})

describe('a screen of staff', () => {
  it('is told what customers see only where it asks for that', () => {
    const entry = { collection: 'customer-applications', subject: 'a', position: '1-0' }
    expect(createFilter({}).wants(entry)).toBe(false)
    expect(createFilter({ collections: ['customer-applications'] }).wants(entry)).toBe(true)
    expect(createFilter({ conversation: { ids: ['a'] } }).wants(entry)).toBe(false)
  })
})
