import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'

import type { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { toEnvelope } from '@/ledger/entry'
import { toSortableId } from '@/ledger/streamId'
import { auditOf } from '@/ops/audit'
import { toParsedEntry } from '@/projector/applyBatch'
import type { BreakerState } from '@/projector/breaker'
import { groupName } from '@/projector/consumer'
import { archiveOf, deadLettersOf, type Store } from '@/projector/store'
import { writeWorkerReport } from '@/projector/workerReports'
import { createChangeFeed } from '@/realtime/changeFeed'

import { billie } from '../../support/cli'
import { engineUris, openRedis } from '../../support/engines'
import { apply, park, utterance } from '../../support/letters'
import { append } from '../../support/worker'

let store: Store
let redis: Redis
let stream: string
let environment: Record<string, string>
let close: () => Promise<void>

const run = (...parameters: string[]) => billie(environment, ...parameters)
const actor = `cli:${userInfo().username}`

beforeAll(async () => {
  const { databaseUri, redisUrl } = engineUris()
  const uri = new URL(databaseUri)
  uri.pathname = `/test_${randomUUID().slice(0, 8)}`
  const client = await MongoClient.connect(uri.href)
  const opened = await openRedis()
  store = { client, db: client.db() }
  redis = opened.redis
  stream = `${opened.prefix}:ledger`
  environment = {
    DATABASE_URI: uri.href,
    REDIS_URL: redisUrl,
    LEDGER_STREAM: stream,
    PAYLOAD_SECRET: 'a secret of the tests alone',
    BILLIE_PASSWORD: '',
  }
  await ensureIndexes(store.db)
  close = async () => {
    await store.db.dropDatabase()
    await client.close()
    await opened.close()
  }
})

afterAll(() => close())

beforeEach(async () => {
  for (const name of ['conversations', 'ledger-events', 'dead-letters', 'audit-events', 'users'])
    await store.db.collection(name).deleteMany({})
  await redis.del(stream)
})

const conversation = () =>
  store.db.collection<{ _id: string }>('conversations').findOne({ _id: 'c1' })

const trail = () =>
  auditOf(store.db)
    .find({}, { projection: { _id: 0, at: 0 } })
    .toArray()

describe('billie status', () => {
  it('tells engines, group, lag, pending, projections and parked entries', async () => {
    const said = { agt: 'broker', typ: 'user_input', cid: 'c1', tsp: '2024-01-15T10:00:00Z' }
    await append(redis, stream, [said, said, said])
    await redis.xgroup('CREATE', stream, groupName, '0')
    await redis.xreadgroup('GROUP', groupName, 'someone', 'COUNT', 1, 'STREAMS', stream, '>')
    await park(store, utterance('2-0', '{}'))
    const { exitCode, json } = await run('status', '--json')
    expect(json).toMatchObject({
      engines: { mongodb: { reachable: true }, redis: { reachable: true } },
      stream,
      group: { name: groupName, consumers: 1 },
      lag: 2,
      isLagAtLeast: false,
      pending: 1,
      projections: [],
      parked: 1,
    })
    expect(exitCode).toBe(0)
  })

  it('tells which workers run in whichever process, and the worst state of each breaker', async () => {
    const report = (incarnation: string, mongodb: BreakerState) =>
      writeWorkerReport(redis, stream, {
        consumer: 'payload-worker-one',
        incarnation,
        host: 'elsewhere',
        pid: 7,
        startedAt: '2024-01-15T10:00:00.000Z',
        lastId: '5-0',
        applied: 3,
        repeated: 0,
        parked: 1,
        lost: 0,
        breakers: { mongodb, redis: 'closed' },
        standingBy: null,
      })
    await report('first', 'closed')
    await report('second', 'open')
    const { exitCode, json } = await run('status', '--json')
    expect(json).toMatchObject({
      workers: [
        { consumer: 'payload-worker-one', host: 'elsewhere', lastId: '5-0', applied: 3 },
        { consumer: 'payload-worker-one', parked: 1 },
      ],
      breakers: { mongodb: 'open', redis: 'closed' },
    })
    expect(exitCode).toBe(0)
    await report('first', 'closed')
    await report('second', 'open')
    const { stdout } = await run('status')
    expect(stdout).toContain('payload-worker-one (elsewhere, process 7)')
    expect(stdout).toContain('breakers: mongodb open')
    expect(stdout).toContain('ANOTHER LIVE PROCESS USES THE SAME WORKER_ID')
  })

  it('fails where an engine cannot be reached, and says which', async () => {
    environment = { ...environment, REDIS_URL: 'redis://127.0.0.1:1' }
    const { exitCode, json } = await run('status', '--json')
    environment = { ...environment, REDIS_URL: engineUris().redisUrl }
    expect(exitCode).toBe(1)
    expect(json).toMatchObject({
      engines: { mongodb: { reachable: true }, redis: { reachable: false } },
      lag: null,
    })
  })
})

describe('billie dead-letters', () => {
  it('lists what is parked, and shows one with its entry', async () => {
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    const list = await run('dead-letters', 'list', '--json')
    expect(list).toMatchObject({ exitCode: 0, json: { total: 1, docs: [{ id, streamId: '2-0' }] } })
    const shown = await run('dead-letters', 'show', '2-0', '--json')
    expect(shown.exitCode).toBe(0)
    expect(shown.json).toMatchObject({ id, reason: 'a bug', status: 'parked' })
    expect(shown.json.entry).toContain('{"u":"second"}')
    const unknown = await run('dead-letters', 'show', '9-0', '--json')
    expect(unknown).toMatchObject({ exitCode: 1, json: { errors: [{ code: 'NOT_FOUND' }] } })
  })

  it('shows in a dry run what would change, applies, and refuses to apply twice', async () => {
    await apply(store, utterance('1-0', '{"u":"first"}'))
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    const feed = createChangeFeed({ redis })
    const before = await feed.position()
    const dry = await run('dead-letters', 'retry', '2-0', '--dry-run', '--json')
    expect(dry.exitCode).toBe(0)
    expect(dry.json.outcomes[0].changes[0].fields).toContainEqual({
      path: 'utteranceCount',
      before: 1,
      after: 2,
    })
    expect(await conversation()).toMatchObject({ utteranceCount: 1 })
    expect(await trail()).toEqual([])

    const applied = await run('dead-letters', 'retry', id)
    expect(applied.stdout).toContain('2-0: applied')
    expect(applied.exitCode).toBe(0)
    expect(await conversation()).toMatchObject({ utteranceCount: 2 })
    expect(await feed.readAfter(before, 10)).toHaveLength(2)
    expect(await trail()).toMatchObject([
      { actor, action: 'dead-letter.retried', subject: `dead-letters/${id}` },
    ])

    const again = await run('dead-letters', 'retry', '2-0', '--json')
    expect(again).toMatchObject({ exitCode: 1, json: { applied: 0, notParked: 1 } })
  })

  it('retries everything, and fails where one is refused again', async () => {
    await park(store, utterance('2-0', '{"u":"second"}'))
    await park(store, utterance('3-0', '{"u":"third"}'))
    expect(await run('dead-letters', 'retry', '--all', '--json')).toMatchObject({
      exitCode: 0,
      json: { applied: 2, refused: 0 },
    })
    await apply(store, utterance('4-0', 'not json'))
    const refused = await run('dead-letters', 'retry', '--all')
    expect(refused.exitCode).toBe(1)
    expect(refused.stdout).toContain('4-0: refused, INVALID_EVENT at dat')
  })

  it('discards with a reason, once', async () => {
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    const short = await run('dead-letters', 'discard', '2-0', '--reason', 'x')
    expect(short.exitCode).toBe(1)
    const discarded = await run('dead-letters', 'discard', '2-0', '--reason', 'sent twice')
    expect(discarded).toMatchObject({ exitCode: 0, stdout: '2-0 is discarded.\n' })
    expect(await deadLettersOf(store).findOne({ _id: id })).toMatchObject({
      status: 'discarded',
      discardReason: 'sent twice',
      discardedBy: actor,
    })
    const again = await run('dead-letters', 'discard', '2-0', '--reason', 'again', '--json')
    expect(again).toMatchObject({ exitCode: 1, json: { errors: [{ code: 'NOT_PARKED' }] } })
    expect(await trail()).toMatchObject([{ actor, action: 'dead-letter.discarded' }])
  })

  it.each([
    [['dead-letters', 'retry']],
    [['dead-letters', 'retry', '2-0', '--all']],
    [['dead-letters', 'retry', 'nonsense']],
    [['dead-letters', 'discard', '2-0']],
    [['replay']],
    [['replay', '--from', 'yesterday']],
    [['replay', '--from', '2-0', '--to', '1-0']],
    [['replay', '--from', '1-0', '--projection', 'weather']],
    [['nonsense']],
  ])('fails on %j', async (parameters) => {
    const { exitCode, stderr } = await run(...parameters)
    expect(exitCode).toBe(1)
    expect(stderr).not.toMatch(/\n {4}at /)
  })
})

describe('billie replay', () => {
  const said = (text: string) => ({
    agt: 'broker',
    typ: 'user_input',
    cid: 'c1',
    tsp: '2024-01-15T10:00:00Z',
    dat: JSON.stringify({ u: text }),
  })

  /** Appends entries, projects them and marks them as read, as a worker does. */
  const project = async (...texts: string[]) => {
    const ids = await append(redis, stream, texts.map(said))
    const entries = await redis.xrange(stream, '-', '+')
    await apply(store, ...entries.map(([id, fields]) => toParsedEntry(id, toEnvelope(fields))))
    await redis.xgroup('CREATE', stream, groupName, ids.at(-1)!)
    return ids
  }

  it('changes nothing and tells no screen anything where all is well', async () => {
    const ids = await project('first', 'second')
    const before = await conversation()
    const feed = createChangeFeed({ redis })
    const position = await feed.position()
    const { exitCode, json } = await run('replay', '--from', '2020-01-01T00:00:00Z', '--json')
    expect(json).toEqual({ repeats: 2, parked: 0, restored: 0, checked: 2, drifts: [] })
    expect(exitCode).toBe(0)
    expect(await conversation()).toEqual(before)
    expect(await feed.position()).toBe(position)
    expect(await trail()).toMatchObject([{ actor, action: 'ledger.replayed' }])
    const half = await run('replay', '--from', ids[1]!, '--to', ids[1]!, '--json')
    expect(half.json).toMatchObject({ repeats: 1 })
    const other = await run('replay', '--from', '0-0', '--projection', 'customers', '--json')
    expect(other.json).toMatchObject({ repeats: 2, checked: 0 })
  })

  it('leaves a parked entry alone', async () => {
    await apply(store, utterance('1-0', '{"u":"first"}'))
    const id = await park(store, utterance('2-0', '{"u":"second"}'))
    const { json } = await run('replay', '--from', '0-0', '--json')
    expect(json).toMatchObject({ repeats: 2, parked: 1, drifts: [] })
    expect(await archiveOf(store).findOne({ _id: id })).toMatchObject({ disposition: 'parked' })
  })

  it('projects what the stream still has and the archive lost, as far as workers had read', async () => {
    const [, second] = await project('first', 'second')
    await append(redis, stream, [said('not read by any worker yet')])
    await archiveOf(store).deleteOne({ _id: toSortableId(second!) })
    await store.db.collection('conversations').deleteMany({})
    await archiveOf(store).deleteMany({})
    const { exitCode, json } = await run('replay', '--from', '0-0', '--json')
    expect(json).toMatchObject({ repeats: 0, restored: 2, checked: 2, drifts: [] })
    expect(exitCode).toBe(0)
    expect(await conversation()).toMatchObject({ utteranceCount: 2 })
  })

  it('names what it cannot mend, and the command that can', async () => {
    await project('first')
    await store.db.collection('conversations').deleteMany({})
    const { exitCode, stdout } = await run('replay', '--from', '0-0')
    expect(exitCode).toBe(1)
    expect(stdout).toContain('conversations/c1: stored nothing')
    expect(stdout).toContain('rebuild conversations')
  })
})

describe('the trail of the command line', () => {
  it('keeps a verification that found a drift, and none that found nothing', async () => {
    await apply(store, utterance('1-0', '{"u":"first"}'))
    expect((await run('verify')).exitCode).toBe(0)
    expect(await trail()).toEqual([])
    await store.db.collection('conversations').updateOne({}, { $set: { utteranceCount: 7 } })
    expect((await run('verify', '--json')).exitCode).toBe(1)
    expect(await trail()).toEqual([
      {
        actor,
        action: 'verification.drifted',
        subject: 'ledger-events',
        details: { checked: 2, drifted: 1, documents: ['conversations/c1'] },
      },
    ])
  })

  it('keeps who was made an admin, and nothing of an account that was not made', async () => {
    environment.BILLIE_PASSWORD = 'short'
    expect((await run('users', 'create-admin', '--email', 'a@example.com')).exitCode).toBe(1)
    environment.BILLIE_PASSWORD = 'long enough to be one'
    expect((await run('users', 'create-admin', '--email', 'a@example.com')).exitCode).toBe(0)
    expect((await run('users', 'create-admin', '--email', 'a@example.com')).exitCode).toBe(1)
    environment.BILLIE_PASSWORD = ''
    const user = (await store.db.collection('users').findOne({ email: 'a@example.com' }))!
    expect(await trail()).toEqual([
      {
        actor,
        action: 'user.created',
        subject: `users/${user._id.toString()}`,
        details: { role: 'admin' },
      },
    ])
  })
})
