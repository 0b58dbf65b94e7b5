import { setTimeout as delay } from 'node:timers/promises'

import fc from 'fast-check'
import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import type { Store } from '@/projector/store'
import type { Worker } from '@/projector/worker'

import { expectOracle } from '../support/compare'
import { oracle, type RawEntry } from '../support/oracle'
import { randomEntries } from '../support/randomEvents'
import { append, startWorker, untilCaughtUp } from '../support/worker'
import { type FragileEngine, openFragileMongo, openFragileRedis } from './support'

let redisEngine: FragileEngine
let mongoEngine: FragileEngine
let client: MongoClient
let store: Store
let redis: Redis
let workers: Worker[] = []
let connections: Redis[] = []
let run = 0

const connect = (): Redis => {
  const connection = new Redis(redisEngine.uri, {
    maxRetriesPerRequest: null,
    retryStrategy: () => 100,
  })
  // Losing the connection is what these tests are about; the client connects again by itself.
  connection.on('error', () => undefined)
  connections.push(connection)
  return connection
}

beforeAll(async () => {
  redisEngine = await openFragileRedis()
  mongoEngine = await openFragileMongo()
  client = await MongoClient.connect(mongoEngine.uri, { serverSelectionTimeoutMS: 2_000 })
}, 60_000)

afterAll(async () => {
  await client.close()
  await mongoEngine.close()
  await redisEngine.close()
})

beforeEach(async () => {
  store = { client, db: client.db(`faults_${++run}`) }
  await ensureIndexes(store.db)
  redis = connect()
})

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  for (const connection of connections) connection.disconnect()
  workers = []
  connections = []
})

const [random = []] = fc.sample(randomEntries({ minLength: 900, maxLength: 900 }), {
  numRuns: 1,
  seed: 21,
})

/** Appends as the chat application would: while Redis refuses, it tries again. */
const insistOnAppending = async (
  stream: string,
  fields: Record<string, string>,
): Promise<string[]> => {
  for (;;)
    try {
      return await append(redis, stream, [fields])
    } catch (error) {
      if ((error as Error).name !== 'ReplyError') throw error
      await delay(50)
    }
}

/** Two workers under load while `fault` happens; then everything must be as the ledger says. */
const survive = async (fault: () => Promise<void>): Promise<void> => {
  const stream = `ledger:${run}`
  const entries: RawEntry[] = []
  const feed = async (from: number, to: number): Promise<void> => {
    for (const { fields } of random.slice(from, to)) {
      const [id] = await insistOnAppending(stream, fields)
      entries.push({ id: id!, fields })
    }
  }
  workers = ['one', 'two'].map((workerId) =>
    startWorker({ connect, store, stream, workerId, batchSize: 20, processingTimeoutMs: 1_500 }),
  )
  await feed(0, 300)
  await Promise.all([fault(), feed(300, 600)])
  await feed(600, 900)
  await untilCaughtUp(redis, stream, 90_000)
  expect(await store.db.collection('dead-letters').countDocuments()).toBe(0)
  expect(await store.db.collection('ledger-events').countDocuments()).toBe(entries.length)
  expectOracle(
    {
      conversations: await store.db.collection('conversations').find().toArray(),
      applications: await store.db.collection('applications').find().toArray(),
      customers: await store.db.collection('customers').find().toArray(),
    },
    oracle(entries),
  )
}

describe('an outage parks nothing, loses nothing and counts nothing twice:', () => {
  it(
    'MongoDB is killed and comes back',
    () =>
      survive(async () => {
        await mongoEngine.kill()
        await delay(1_000)
        await mongoEngine.restart()
      }),
    120_000,
  )

  it(
    'MongoDB hangs and goes on',
    () =>
      survive(async () => {
        mongoEngine.signal('SIGSTOP')
        await delay(4_000)
        mongoEngine.signal('SIGCONT')
      }),
    120_000,
  )

  it(
    'Redis is killed and comes back with its data',
    () =>
      survive(async () => {
        await redisEngine.kill()
        await delay(1_000)
        await redisEngine.restart()
      }),
    120_000,
  )

  it(
    'Redis hangs and goes on',
    () =>
      survive(async () => {
        redisEngine.signal('SIGSTOP')
        await delay(3_000)
        redisEngine.signal('SIGCONT')
      }),
    120_000,
  )

  it(
    'Redis refuses to write, being out of memory, and takes writes again',
    () =>
      survive(async () => {
        await redis.config('SET', 'maxmemory', '1')
        await delay(2_000)
        await redis.config('SET', 'maxmemory', '0')
      }),
    120_000,
  )
})
