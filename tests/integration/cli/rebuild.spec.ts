import { randomUUID } from 'node:crypto'
import { userInfo } from 'node:os'

import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { auditOf } from '@/ops/audit'
import { analyticsNames } from '@/projections/analytics'
import type { ConversationDocument } from '@/projections/documents'
import { gatesName, rebuildsName } from '@/projector/gateMaster'
import { beginRebuild } from '@/projector/rebuild/begin'
import { projectionNames } from '@/projector/rebuild/shadows'
import { projectionStatesName, type Store } from '@/projector/store'

import { billie } from '../../support/cli'
import { engineUris, openRedis } from '../../support/engines'
import { apply, utterance } from '../../support/letters'

let store: Store
let environment: Record<string, string>
let close: () => Promise<void>

const run = (...parameters: string[]) => billie(environment, ...parameters)

beforeAll(async () => {
  const { databaseUri, redisUrl } = engineUris()
  const uri = new URL(databaseUri)
  uri.pathname = `/test_${randomUUID().slice(0, 8)}`
  const client = await MongoClient.connect(uri.href)
  const opened = await openRedis()
  store = { client, db: client.db() }
  environment = {
    DATABASE_URI: uri.href,
    REDIS_URL: redisUrl,
    LEDGER_STREAM: `${opened.prefix}:ledger`,
    PAYLOAD_SECRET: 'a secret of the tests alone',
    BILLIE_PASSWORD: '',
  }
  close = async () => {
    await store.db.dropDatabase()
    await client.close()
    await opened.close()
  }
})

afterAll(() => close())

beforeEach(async () => {
  for (const name of [
    'conversations',
    'ledger-events',
    'analytics-state',
    ...analyticsNames,
    'audit-events',
    projectionStatesName,
    gatesName,
    rebuildsName,
  ])
    await store.db.collection(name).deleteMany({})
  await ensureIndexes(store.db)
  await apply(store, utterance('1-0', '{"u":"first"}'), utterance('2-0', '{"u":"second"}'))
})

const counts = async (): Promise<unknown> =>
  (await store.db.collection<ConversationDocument>('conversations').findOne({ _id: 'c1' }))
    ?.utteranceCount

const alter = () =>
  store.db
    .collection<{ _id: string }>('conversations')
    .updateOne({ _id: 'c1' }, { $set: { utteranceCount: 7 } })

/** Each command is a process of its own: many of them take long on a busy machine. */
const patience = { timeout: 240_000 }

describe('billie rebuild', patience, () => {
  it('shows in a dry run what differs, and changes nothing', async () => {
    await alter()
    const { exitCode, json } = await run('rebuild', 'conversations', '--dry-run', '--json')
    expect(exitCode).toBe(0)
    expect(json).toMatchObject({
      outcome: 'discarded',
      names: ['conversations'],
      differing: 1,
      drifts: [
        {
          collection: 'conversations',
          id: 'c1',
          differences: [{ path: 'utteranceCount', stored: 7, expected: 2 }],
        },
      ],
    })
    expect(await counts()).toBe(7)
  })

  it('switches nothing without a yes, and fails a script then', async () => {
    await alter()
    const { exitCode, json } = await run('rebuild', 'conversations', '--json')
    expect({ exitCode, outcome: json.outcome }).toEqual({ exitCode: 1, outcome: 'discarded' })
    expect(await counts()).toBe(7)
  })

  it('makes the documents what the ledger says, leaves a trace, and can be taken back', async () => {
    await alter()
    const { exitCode, json } = await run('rebuild', 'all', '--yes', '--json')
    expect({ exitCode, outcome: json.outcome }).toEqual({ exitCode: 0, outcome: 'switched' })
    expect(await counts()).toBe(2)
    expect(
      await auditOf(store.db)
        .find({}, { projection: { _id: 0, at: 0 } })
        .toArray(),
    ).toMatchObject([
      {
        actor: `cli:${userInfo().username}`,
        action: 'projection.rebuilt',
        subject: projectionStatesName,
        details: { names: projectionNames, differing: 1 },
      },
      { action: 'projection.rebuilt', details: { names: [...analyticsNames] } },
    ])
    const state = await store.db
      .collection<{ _id: string }>(projectionStatesName)
      .findOne({ _id: 'conversations' })
    expect(state).toMatchObject({ version: 1, rebuild: { phase: 'switched', counted: 2 } })
    expect((await run('verify', '--json')).exitCode).toBe(0)

    const back = await run('rebuild', '--rollback', '--yes', '--json')
    expect(back).toMatchObject({ exitCode: 0, json: { outcome: 'switched' } })
    expect(await counts()).toBe(7)
    expect((await run('verify', '--json')).exitCode).toBe(1)
  })

  it('refuses beside another one, and forgets one that was left behind', async () => {
    const other = await beginRebuild(store, {
      names: ['customers'],
      isRollback: false,
      startedBy: 'operator',
    })
    const refused = await run('rebuild', 'all', '--yes', '--json')
    expect(refused).toMatchObject({
      exitCode: 1,
      json: { errors: [{ code: 'REBUILD_UNDER_WAY' }] },
    })
    await other.release()
    expect(await run('rebuild', '--cancel', '--json')).toMatchObject({
      exitCode: 0,
      json: { cancelled: true, names: ['customers'] },
    })
    expect(await run('rebuild', 'all', '--yes', '--json')).toMatchObject({ exitCode: 0 })
  })

  it('asks which one', async () => {
    expect(await run('rebuild', '--json')).toMatchObject({
      exitCode: 1,
      json: { errors: [{ code: 'INVALID_ARGUMENT' }] },
    })
  })
})

describe('billie rebuild of the analytics', patience, () => {
  const day = () => store.db.collection('daily-metrics').findOne({})

  it('shows in a dry run what differs, and makes it right with a yes', async () => {
    expect((await run('rebuild', 'all', '--yes', '--json')).json).toMatchObject({
      outcome: 'switched',
      analytics: { outcome: 'switched', names: [...analyticsNames] },
    })
    expect(await day()).toMatchObject({ conversationsStarted: 1, messages: 2 })
    await store.db.collection('daily-metrics').updateOne({}, { $set: { messages: 9 } })
    const dry = await run('rebuild', 'daily-metrics', '--dry-run', '--json')
    expect(dry.exitCode).toBe(0)
    expect(dry.json).toMatchObject({
      outcome: 'discarded',
      differing: 1,
      drifts: [
        {
          collection: 'daily-metrics',
          differences: [{ path: 'messages', stored: 9, expected: 2 }],
        },
      ],
    })
    expect(await day()).toMatchObject({ messages: 9 })
    const done = await run('rebuild', 'daily-metrics', '--yes', '--json')
    expect(done.json).toMatchObject({ outcome: 'switched', names: ['daily-metrics'] })
    expect(await day()).toMatchObject({ messages: 2 })
    const { json } = await run('verify', '--json')
    expect(json).toMatchObject({ drifts: [] })
    const status = await run('status', '--json')
    expect(status.json).toMatchObject({ analytics: { lagMs: 0, skipped: 0 } })
  })
})
