import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'

import { ensureIndexes } from '@/collections/indexes'
import type { Store } from '@/projector/store'
import { connectRedis } from '@/runtime/connectRedis'

import { type FragileEngine, openFragileMongo, openFragileRedis } from './engines'
import { type HealthWatch, startHealthWatch } from './healthWatch'
import { type ProjectorProcess, startProjector } from './processes'
import { quickToNotice } from './settings'

/** What faults are played on. */
export interface Parts {
  mongo: FragileEngine
  redis: FragileEngine
  /** To MongoDB past its network. */
  store: Store
  /** To Redis past its network. */
  control: Redis
  /** As `control`, for the producer alone. */
  producer: Redis
  stream: string
  projectors: ProjectorProcess[]
  health: HealthWatch
  /** Processes that ended although nobody killed them. */
  accidents: string[]
  close: () => Promise<void>
}

const stream = 'chatLedger'
const database = 'faults'
const projectorCount = 3

/** Whose days the numbers of the business are of. */
export const timeZone = 'Australia/Sydney'

/** How whoever counts the numbers is set: as the product is, with shorter waits. */
const pace = {
  ...{ pollMs: 200, standByMs: 500, leaseMs: 3_000 },
  ...{ stepTimeoutMs: 3_000, pauseAfterFailureMs: 1_000 },
}

/** How the projectors are set: as the product is, with shorter waits. */
export const waits = { processingTimeoutMs: 1_500, claimIdleMs: 3_000, claimEveryMs: 1_000 }

const thresholds = {
  lagAlertEvents: 1_000,
  syncDifferenceEvents: 10,
  holdMs: 500,
  stallMs: waits.processingTimeoutMs,
  takeoverMs: waits.claimIdleMs + waits.claimEveryMs + waits.processingTimeoutMs,
  slowMs: 500,
  startMs: 4_000,
}

/** Starts a MongoDB, a Redis, three projector processes and a judge of health; all of it or none. */
export const bringUp = async (): Promise<Parts> => {
  const closers: (() => Promise<unknown> | void)[] = []
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    return { ...(await start(closers)), close }
  } catch (error) {
    await close()
    throw error
  }
}

const start = async (closers: (() => Promise<unknown> | void)[]): Promise<Omit<Parts, 'close'>> => {
  const keep = <T extends { close: () => Promise<void> }>(part: T): T => {
    closers.push(() => part.close())
    return part
  }
  const keepOpen = (redis: Redis): Redis => {
    // Losing the connection is what the faults are about; the client connects again by itself.
    redis.on('error', () => undefined)
    closers.push(() => redis.disconnect())
    return redis
  }
  const connect = (uri: string): Redis =>
    keepOpen(new Redis(uri, { maxRetriesPerRequest: null, retryStrategy: () => 100 }))
  const mongo = keep(await openFragileMongo())
  const redis = keep(await openFragileRedis())
  const client = keep(await MongoClient.connect(mongo.directUri))
  const watched = keep(await MongoClient.connect(mongo.uri, quickToNotice))
  const store: Store = { client, db: client.db(database) }
  await ensureIndexes(store.db)
  const accidents: string[] = []
  const projectors = await Promise.all(
    Array.from({ length: projectorCount }, async (_, index) => {
      const projector = await startProjector(
        {
          databaseUri: mongo.uri,
          redisUrl: redis.uri,
          ledgers: [{ stream, database }],
          worker: {
            ...{ workerId: `fault-${index}`, batchSize: 20, ...waits },
            // Some apply what they read in two transactions side by side.
            ...(index > 0 && { lanesFrom: 4 }),
          },
          follower: { timeZone, ...pace },
        },
        (reason) => accidents.push(`a projector ${reason}`),
      )
      closers.push(projector.kill)
      return projector
    }),
  )
  const health = startHealthWatch({
    redis: keepOpen(connectRedis({ url: redis.uri, answerWithinMs: 2_000 })),
    database: watched.db(database),
    stream,
    thresholds,
  })
  closers.push(health.stop)
  const [control, producer] = [connect(redis.directUri), connect(redis.directUri)]
  return { mongo, redis, store, control, producer, stream, projectors, health, accidents }
}
