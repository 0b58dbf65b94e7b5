import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'

import { EngineProblem, inOneLine } from '../problem'
import { engineNames, type Engine } from './source'

/** The variables that name engines which run already. */
export const explicitVariables = { mongodb: 'DATABASE_URI', redis: 'REDIS_URL' } as const

/**
 * Checks an engine that the environment names. Whoever names one wants that one: where it does not
 * answer, nothing else is started in its place.
 * @throws {EngineProblem} naming the variable and what to do
 */
export const checkExplicit = async (engine: Engine, uri: string): Promise<void> => {
  const variable = explicitVariables[engine]
  if (engine === 'mongodb' && !/^mongodb\+srv:|[?&]replicaSet=[^&]+/.test(uri))
    throw new EngineProblem(
      `${variable} names no replica set: add ?replicaSet=NAME to it, or unset it to have one started here.`,
    )
  try {
    await (engine === 'mongodb' ? pingMongo(uri) : pingRedis(uri))
  } catch (error) {
    throw new EngineProblem(
      `${variable} is set, but ${engineNames[engine]} does not answer there (${inOneLine(error)}): ` +
        'start it, correct the address, or unset the variable to have one started here.',
    )
  }
}

const pingMongo = async (uri: string): Promise<void> => {
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 5_000 })
  try {
    await client.db().command({ ping: 1 })
  } finally {
    await client.close()
  }
}

const pingRedis = async (url: string): Promise<void> => {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: 5_000,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  })
  let reason: unknown
  redis.on('error', (error) => (reason = error))
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    throw reason ?? error
  } finally {
    redis.disconnect()
  }
}
