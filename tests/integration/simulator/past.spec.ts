import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

import type { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { isArchiveEmpty } from '@/engines/demo/archive'
import { withDatabase } from '@/engines/testing'
import { readLedgerFacts } from '@/ops/health/readLedgerFacts'
import { groupName } from '@/projector/group'
import { archiveOf, type Store } from '@/projector/store'
import type { ConversationDocument } from '@/projections/documents'
import type { Worker } from '@/projector/worker'
import { createPast, playPast } from '@/simulator'
import { appendPast } from '@/simulator/past/appendPast'

import { engineUris, openRedis, openStore } from '../../support/engines'
import { append, startWorker, untilCaughtUp } from '../../support/worker'

let store: Store
let redis: Redis
let connect: () => Redis
let prefix: string
let stream: string
let worker: Worker | undefined
let count = 0
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  const opened = await openStore()
  const connections = await openRedis()
  ;({ connect, prefix, redis } = connections)
  store = opened.store
  closers.push(connections.close, opened.close)
  await ensureIndexes(store.db)
})

beforeEach(() => {
  stream = `${prefix}:ledger:${++count}`
})

afterEach(async () => {
  await worker?.stop()
  worker = undefined
})

afterAll(async () => {
  for (const close of closers) await close()
})

const options = (days: number) => ({
  ...{ seed: 'past', days, until: new Date(), timeZone: 'Australia/Sydney' },
})

const databaseUri = () => withDatabase(engineUris().databaseUri, store.db.databaseName)

const live = { agt: 'broker', typ: 'session_ping', tsp: new Date().toISOString(), dat: '{}' }

describe('the past of an empty ledger', () => {
  it('is projected like any other history, before what comes live', async () => {
    const { until, ...rest } = options(9)
    expect(await isArchiveEmpty(databaseUri())).toBe(true)
    // The app has begun to read the ledger before there is anything.
    worker = startWorker({ connect, store, stream })
    const past = await playPast({ redis, stream, until, ...rest })
    const [liveId] = await append(redis, stream, [live])
    await untilCaughtUp(redis, stream)

    const archived = await archiveOf(store).find().sort({ _id: 1 }).toArray()
    expect(archived.map(({ streamId }) => streamId)).toEqual([
      ...past!.entries.map(({ id }) => id),
      liveId,
    ])
    const conversations = await store.db
      .collection<ConversationDocument>('conversations')
      .find()
      .toArray()
    expect(conversations).toHaveLength(past!.conversations)
    expect(new Set(conversations.map(({ status }) => status))).not.toContain('active')
    for (const { updatedAt } of conversations) expect(updatedAt! < until).toBe(true)
    const days = new Set(conversations.map(({ startedAt }) => startedAt.toDateString()))
    expect(days.size).toBeGreaterThan(5)
    expect(await isArchiveEmpty(databaseUri())).toBe(false)

    const { entriesAdded, group, length, lostLastDay } = await readLedgerFacts(redis, stream, 1_000)
    expect(group).toMatchObject({ lagEvents: 0, pending: 0, entriesRead: entriesAdded })
    expect({ entriesAdded, lostLastDay }).toEqual({ entriesAdded: length, lostLastDay: 0 })
    expect(worker.progress()).toMatchObject({ parked: 0, lost: 0 })
  })

  it('is given to a stream that was never appended to, and to no other', async () => {
    await redis.xgroup('CREATE', stream, groupName, '0', 'MKSTREAM')
    expect(await playPast({ redis, stream, ...options(2) })).toBeDefined()
    const length = await redis.xlen(stream)
    expect(await playPast({ redis, stream, ...options(2) })).toBeUndefined()
    await redis.xtrim(stream, 'MAXLEN', 0)
    expect(await playPast({ redis, stream, ...options(2) })).toBeUndefined()
    expect(length).toBeGreaterThan(0)
    expect(await redis.xlen(stream)).toBe(0)
  })

  it('stays away as a whole where something was appended meanwhile', async () => {
    const { entries } = createPast(options(2))
    await append(redis, stream, [live])
    expect(await appendPast(redis, stream, entries)).toBe(false)
    expect(await redis.xlen(stream)).toBe(1)
  })

  it('is never taken for appended where Redis aborts the transaction', async () => {
    const { entries } = createPast(options(2))
    const other = connect()
    try {
      // What ioredis answers with null: a watched key has changed.
      await other.watch(stream)
      await redis.xgroup('CREATE', stream, groupName, '0', 'MKSTREAM')
      await expect(appendPast(other, stream, entries)).rejects.toThrow('did not append the past')
      expect(await redis.xlen(stream)).toBe(0)
    } finally {
      other.disconnect()
    }
  })

  it('is played by the command, and then the present', async () => {
    const simulate = (...parameters: string[]) =>
      promisify(execFile)(
        process.execPath,
        [
          ...['--import', 'tsx', 'src/simulator/cli.ts', '--redis-url', engineUris().redisUrl],
          ...['--stream', stream, '--past', '3', '--rate', '0', '--count', '5', ...parameters],
        ],
        { cwd: process.cwd(), timeout: 60_000 },
      )
    const { stdout } = await simulate()
    const told = /3 days of past: (\d+) conversations, (\d+) events/.exec(stdout)
    expect(await redis.xlen(stream)).toBe(Number(told?.[2]) + 5)
    expect((await simulate()).stdout).toContain('a past of its own')
    expect(await redis.xlen(stream)).toBe(Number(told?.[2]) + 10)
    const later = new Date(Date.now() + 60_000).toISOString()
    await expect(simulate('--start-at', later)).rejects.toThrow('must lie in the past')
    await expect(simulate('--past', '366')).rejects.toThrow('must be a whole number from 0 to 365')
  })
})
