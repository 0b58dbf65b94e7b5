import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import type { Worker } from '@/projector/worker'
import type { Store } from '@/projector/store'
import type { ChangeFrame } from '@/realtime/frames'

import { openRedis, openStore } from '../../support/engines'
import { append, readFixture, startWorker, untilCaughtUp } from '../../support/worker'

let store: Store
let redis: Redis
let connect: () => Redis
let prefix: string
let stream: string
let count = 0
const closers: (() => Promise<void>)[] = []
let workers: Worker[] = []

beforeAll(async () => {
  const opened = await openStore()
  const connections = await openRedis()
  ;({ connect, prefix, redis } = connections)
  store = opened.store
  closers.push(connections.close, opened.close)
})

beforeEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  workers = []
  stream = `${prefix}:ledger:${++count}`
  for (const { name } of await store.db.listCollections().toArray())
    await store.db.collection(name).deleteMany({})
  await ensureIndexes(store.db)
})

afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  for (const close of closers) await close()
})

const run = (options: Partial<Parameters<typeof startWorker>[0]> = {}): Worker => {
  const worker = startWorker({ connect, store, stream, ...options })
  workers.push(worker)
  return worker
}

const find = (collection: string, id: string) =>
  store.db.collection<{ _id: string } & Record<string, any>>(collection).findOne({ _id: id })

describe('the worker', () => {
  it('projects the basic sample as the spec says', async () => {
    await append(redis, stream, readFixture('conversation-basic.jsonl'))
    run()
    await untilCaughtUp(redis, stream)
    expect(await find('conversations', 'conv_123')).toMatchObject({
      conversationId: 'conv_123',
      applicationNumber: 'app_123',
      applicationId: 'app_123',
      customerId: 'cust_123',
      customerName: 'John Doe',
      status: 'approved',
      startedAt: new Date('2024-01-15T10:29:40Z'),
      updatedAt: new Date('2024-01-15T10:41:00Z'),
      utteranceCount: 2,
      lastUtterance: {
        username: 'assistant',
        utterance: 'Happy to help with that. First, a few questions about you.',
      },
      purpose: 'Car repair loan',
      facts: [{ fact: 'Asked for $5000' }, { fact: 'Identity risk low' }],
      version: 8,
    })
    expect(await find('applications', 'app_123')).toMatchObject({
      loanAmount: 5000,
      loanFee: 250,
      loanTotalPayable: 5250,
      loanTerm: 12,
      applicationOutcome: 'approved',
      assessments: { identityRisk: { risk_level: 'low', score: 12, reasons: [] } },
      conversations: ['conv_123'],
      version: 4,
    })
    expect(await find('customers', 'cust_123')).toMatchObject({
      fullName: 'John Doe',
      residentialAddress: { street: '123 Main St', country: 'Australia' },
      applications: ['app_123'],
      conversations: ['conv_123'],
      version: 1,
    })
  })

  it('parks the five bad entries of the hostile sample, with path and reason, and projects the rest', async () => {
    const ids = await append(redis, stream, readFixture('conversation-hostile.jsonl'))
    run()
    await untilCaughtUp(redis, stream)
    const letters = await store.db.collection('dead-letters').find().sort({ _id: 1 }).toArray()
    expect(letters.map(({ code, path, streamId }) => ({ code, path, streamId }))).toEqual([
      { streamId: ids[2], code: 'INVALID_EVENT', path: 'dat' },
      { streamId: ids[3], code: 'INVALID_EVENT', path: 'cid' },
      { streamId: ids[4], code: 'INVALID_EVENT', path: 'dat.loanAmount' },
      { streamId: ids[6], code: 'INVALID_EVENT', path: 'dat.decision' },
      { streamId: ids[8], code: 'INVALID_EVENT', path: 'tsp' },
    ])
    const listed = await redis.lrange(`${stream}:deadletter`, 0, -1)
    expect(listed.map((text) => (JSON.parse(text) as { streamId: string }).streamId)).toEqual([
      ids[2],
      ids[3],
      ids[4],
      ids[6],
      ids[8],
    ])
    expect(await find('conversations', 'conv_late')).toMatchObject({
      applicationNumber: 'app_late',
      customerId: 'cust_late',
      status: 'active',
      startedAt: new Date('2024-01-15T11:00:00Z'),
      updatedAt: new Date('2024-01-15T11:00:15Z'),
      utteranceCount: 1,
      lastUtterance: { utterance: '<img src=x onerror=alert(1)> hello before the start event' },
      version: 3,
    })
    expect(await find('applications', 'app_late')).toMatchObject({
      applicationNumber: 'app_late',
      customerId: 'cust_late',
      conversations: ['conv_late'],
      noticeboard: [{ agentName: 'fraud', content: '🚩 日本語 \u0000 null and RTL \u202e text' }],
      version: 1,
    })
    expect(await find('customers', 'cust_late')).toMatchObject({
      customerId: 'cust_late',
      applications: ['app_late'],
      conversations: ['conv_late'],
      version: 0,
    })
    const dispositions = await store.db
      .collection('ledger-events')
      .aggregate([{ $group: { _id: '$disposition', count: { $sum: 1 } } }, { $sort: { _id: 1 } }])
      .toArray()
    expect(dispositions).toEqual([
      { _id: 'applied', count: 3 },
      { _id: 'ignored', count: 1 },
      { _id: 'parked', count: 5 },
    ])
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  it('keeps every entry verbatim, repeated names and unknown fields included', async () => {
    const dat = '{ "u" : "spaces  kept", "x":1 }'
    await redis.xadd(stream, '*', 'agt', 'broker', 'typ', 'user_input', 'cid', 'c1', 'tsp', '2024-01-15T10:00:00Z', 'dat', dat, 'trace', 'abc', 'typ', 'second') // prettier-ignore
    run()
    await untilCaughtUp(redis, stream)
    const [entry] = await store.db.collection('ledger-events').find().toArray()
    expect(entry).toMatchObject({
      dat,
      typ: 'user_input',
      extra: ['trace', 'abc', 'typ', 'second'],
    })
  })

  it('applies first what it read and did not acknowledge before it died', async () => {
    await append(redis, stream, readFixture('conversation-basic.jsonl'))
    await redis.xgroup('CREATE', stream, 'payload-dashboard', '0')
    await redis.xreadgroup('GROUP', 'payload-dashboard', 'payload-worker-test', 'COUNT', 5, 'STREAMS', stream, '>') // prettier-ignore
    run()
    await untilCaughtUp(redis, stream)
    expect(await find('conversations', 'conv_123')).toMatchObject({ version: 8 })
  })

  it('takes over what a dead worker left', async () => {
    await append(redis, stream, readFixture('conversation-basic.jsonl'))
    await redis.xgroup('CREATE', stream, 'payload-dashboard', '0')
    await redis.xreadgroup('GROUP', 'payload-dashboard', 'payload-worker-gone', 'COUNT', 5, 'STREAMS', stream, '>') // prettier-ignore
    run({ claimIdleMs: 100, claimEveryMs: 100 })
    await untilCaughtUp(redis, stream)
    expect(await find('conversations', 'conv_123')).toMatchObject({ version: 8 })
  })

  it('tells nothing of the history again when the group has to read it again', async () => {
    const frames: ChangeFrame[] = []
    await append(redis, stream, readFixture('conversation-basic.jsonl'))
    const first = run({ workerId: 'one' })
    await untilCaughtUp(redis, stream)
    await first.stop()
    await redis.xgroup('SETID', stream, 'payload-dashboard', '0')
    run({ workerId: 'two', frames })
    await untilCaughtUp(redis, stream)
    expect(await find('conversations', 'conv_123')).toMatchObject({ version: 8, utteranceCount: 2 })
    expect(frames).toEqual([])
  })

  it('tells again what was delivered before and perhaps never told', async () => {
    const frames: ChangeFrame[] = []
    await append(redis, stream, readFixture('conversation-basic.jsonl'))
    const first = run({ workerId: 'one' })
    await untilCaughtUp(redis, stream)
    await first.stop()
    await redis.xgroup('SETID', stream, 'payload-dashboard', '0')
    await redis.xreadgroup('GROUP', 'payload-dashboard', 'payload-worker-two', 'COUNT', 20, 'STREAMS', stream, '>') // prettier-ignore
    run({ workerId: 'two', frames })
    await untilCaughtUp(redis, stream)
    expect(frames.map(({ collection, operation }) => `${collection} ${operation}`)).toEqual([
      'customer-applications create',
      'conversations create',
      'applications create',
      'customers create',
      'utterances create',
      'utterances create',
    ])
  })

  it('parks an entry of half a million fields, and goes on', async () => {
    const fields = Array.from({ length: 524_000 }, () => ['a', 'bbbbbb']).flat()
    await redis.call('XADD', [stream, '*', 'agt', 'broker', 'typ', 'user_input', ...fields])
    await append(redis, stream, readFixture('conversation-basic.jsonl').slice(0, 2))
    run()
    await untilCaughtUp(redis, stream)
    expect(await store.db.collection('dead-letters').find().toArray()).toMatchObject([
      { code: 'TOO_LARGE' },
    ])
    expect(await find('conversations', 'conv_123')).toMatchObject({ version: 2 })
  })

  it('reports entries that were deleted while they were pending, and goes on', async () => {
    const ids = await append(redis, stream, readFixture('conversation-basic.jsonl'))
    await redis.xgroup('CREATE', stream, 'payload-dashboard', '0')
    await redis.xreadgroup('GROUP', 'payload-dashboard', 'payload-worker-test', 'COUNT', 5, 'STREAMS', stream, '>') // prettier-ignore
    await redis.xdel(stream, ids[2]!)
    const worker = run()
    await untilCaughtUp(redis, stream)
    expect(worker.progress().lost).toBe(1)
    const reports = await redis.lrange('errors:lost_events', 0, -1)
    expect(reports.map((text) => JSON.parse(text) as { ids: string[] })).toContainEqual(
      expect.objectContaining({ ids: [ids[2]], stream }),
    )
    expect(await find('conversations', 'conv_123')).toMatchObject({ version: 7, utteranceCount: 1 })
  })

  it('parks an event that always fails by itself after three attempts, and nothing else', async () => {
    const ids = await append(redis, stream, [
      ...readFixture('conversation-basic.jsonl').slice(0, 3),
      // MongoDB cannot hold a document of more than 16 MB: four notes of 3.9 MB are no longer writable.
      ...[1, 2, 3, 4, 5].map((n) => ({
        agt: 'broker',
        typ: 'noticeboard_updated',
        cid: 'conv_123',
        aid: 'app_123',
        tsp: '2024-01-15T10:33:00Z',
        dat: JSON.stringify({ agentName: `agent ${n}`, content: 'x'.repeat(3_900_000) }),
      })),
      ...readFixture('conversation-basic.jsonl').slice(7),
    ])
    const worker = run()
    await untilCaughtUp(redis, stream)
    const letters = await store.db.collection('dead-letters').find().toArray()
    expect(letters).toMatchObject([
      { streamId: ids[7], code: 'PROJECTION_FAILED', attempts: 3, status: 'parked' },
    ])
    expect(worker.progress()).toMatchObject({ parked: 1 })
    expect(await find('conversations', 'conv_123')).toMatchObject({
      status: 'approved',
      version: 9,
    })
    expect((await find('applications', 'app_123'))?.noticeboard).toHaveLength(4)
  }, 120_000)

  it('parks an entry whose dead letter could not hold it whole, and goes on', async () => {
    const entry = (dat: string) => ({
      ...readFixture('conversation-basic.jsonl')[1]!,
      dat,
    })
    await append(redis, stream, [entry('\u0001'.repeat(3_500_000)), entry('{"u":"after"}')])
    run()
    await untilCaughtUp(redis, stream)
    expect(await store.db.collection('dead-letters').find().toArray()).toMatchObject([
      { code: 'INVALID_EVENT', path: 'dat' },
    ])
    expect(await find('conversations', 'conv_123')).toMatchObject({
      lastUtterance: { utterance: 'after' },
    })
  })

  it('is not held up by a name of a hundred thousand words', async () => {
    const detail = (cid: string, customer: object) => ({
      agt: 'broker',
      typ: 'applicationDetail_changed',
      cid,
      aid: 'app_1',
      uid: 'cust_1',
      tsp: '2024-01-15T10:00:00Z',
      dat: JSON.stringify({ customer }),
    })
    const name = Array.from({ length: 100_000 }, (_, index) => `n${index}`).join(' ')
    await append(redis, stream, [
      ...Array.from({ length: 10 }, (_, index) => detail(`c${index}`, { last_name: 'Doe' })),
      detail('c0', { first_name: name }),
      detail('c1', { last_name: 'Roe' }),
    ])
    run()
    await untilCaughtUp(redis, stream, 30_000)
    const conversation = await find('conversations', 'c5')
    expect(conversation?.customerName).toBe(`${name} Roe`)
    expect(conversation?.searchTerms.length).toBeLessThan(100)
  })

  it('tells each change with the event that caused it', async () => {
    const frames: ChangeFrame[] = []
    const start = (cid: string) => ({
      agt: 'broker',
      typ: 'conversation_started',
      cid,
      uid: `cust_${cid}`,
      tsp: '2024-01-15T10:00:00Z',
      dat: '{}',
    })
    const ids = await append(redis, stream, [start('a'), start('b')])
    run({ frames })
    await untilCaughtUp(redis, stream)
    expect(
      frames
        .filter(({ collection }) => collection === 'conversations')
        .map(({ doc, eventId, operation }) => [doc.id, eventId, operation]),
    ).toEqual([
      ['a', ids[0], 'create'],
      ['b', ids[1], 'create'],
    ])
  })

  it('archives an unknown type and another agent’s entry without projecting them', async () => {
    await append(redis, stream, [
      { agt: 'broker', typ: 'some_future_type', cid: 'c1', tsp: 'whenever' },
      { agt: 'telemetry', typ: 'user_input', cid: 'c1', dat: 'not json' },
    ])
    run()
    await untilCaughtUp(redis, stream)
    expect(await store.db.collection('conversations').countDocuments()).toBe(0)
    expect(
      await store.db.collection('ledger-events').countDocuments({ disposition: 'ignored' }),
    ).toBe(2)
    expect(await store.db.collection('dead-letters').countDocuments()).toBe(0)
  })

  it('parks an entry over 4 MB with its beginning', async () => {
    await append(redis, stream, [
      {
        agt: 'broker',
        typ: 'user_input',
        cid: 'c1',
        tsp: '2024-01-15T10:00:00Z',
        dat: `{"u":"${'x'.repeat(4_200_000)}"}`,
      },
    ])
    run()
    await untilCaughtUp(redis, stream)
    const [letter] = await store.db.collection('dead-letters').find().toArray()
    expect(letter).toMatchObject({ code: 'TOO_LARGE', cid: 'c1' })
    expect(letter?.entry).toContain('{\\"u\\":\\"xxx')
    expect(String(letter?.entry).length).toBeLessThan(100_000)
  })

  it('stops within a second even inside a blocking read', async () => {
    const worker = run()
    await append(redis, stream, readFixture('conversation-basic.jsonl'))
    await untilCaughtUp(redis, stream)
    const before = Date.now()
    await worker.stop()
    expect(Date.now() - before).toBeLessThan(1_000)
  })

  it('finds documents under addresses that ids with slashes and dots would break', async () => {
    await append(redis, stream, [
      {
        agt: 'broker',
        typ: 'user_input',
        cid: 'a/b.c',
        aid: 'x.y',
        uid: 'Zoë',
        tsp: '2024-01-15T10:00:00Z',
        dat: '{}',
      },
    ])
    run()
    await untilCaughtUp(redis, stream)
    expect(await find('conversations', 'a~2Fb~2Ec')).toMatchObject({
      conversationId: 'a/b.c',
      applicationId: 'x~2Ey',
      customerId: 'Zo~C3~AB',
    })
  })
})
