import { randomUUID } from 'node:crypto'

import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import { pino } from 'pino'

import type { Store } from '@/projector/store'

/** The engines that the test runner brought up. */
export const engineUris = (): { databaseUri: string; redisUrl: string } => {
  const { DATABASE_URI: databaseUri, REDIS_URL: redisUrl } = process.env
  if (!databaseUri || !redisUrl)
    throw new Error('DATABASE_URI and REDIS_URL are not set: start the tests with npm test')
  return { databaseUri, redisUrl }
}

/** A database of its own for one test file, and the way to remove it. */
export const openStore = async (): Promise<{ store: Store; close: () => Promise<void> }> => {
  const client = await MongoClient.connect(engineUris().databaseUri)
  const db = client.db(`test_${randomUUID().slice(0, 8)}`)
  const close = async (): Promise<void> => {
    await db.dropDatabase()
    await client.close()
  }
  return { store: { client, db }, close }
}

/** Connections to Redis and a name that nothing else uses; closing removes every key with that name. */
export const openRedis = async (): Promise<{
  redis: Redis
  connect: () => Redis
  prefix: string
  close: () => Promise<void>
}> => {
  const prefix = `test:${randomUUID().slice(0, 8)}`
  const connections: Redis[] = []
  const connect = (): Redis => {
    const connection = new Redis(engineUris().redisUrl, { maxRetriesPerRequest: null })
    connections.push(connection)
    return connection
  }
  const redis = connect()
  const close = async (): Promise<void> => {
    const keys = await redis.keys(`${prefix}*`)
    if (keys.length > 0) await redis.del(...keys)
    for (const connection of connections) connection.disconnect()
  }
  return { redis, connect, prefix, close }
}

/** A logger that says nothing unless `TEST_LOG` names a level. */
export const quietLogger = pino({ level: process.env.TEST_LOG ?? 'silent' })
