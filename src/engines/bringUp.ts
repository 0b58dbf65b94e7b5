import { join } from 'node:path'

import type { DataFolder } from './dataFolder'
import type { Progress } from './progress'
import { startEngine } from './startEngine'

/** Both engines, running. */
export interface Engines {
  /** Names the replica set and a database: transactions work with it as it is. */
  databaseUri: string
  redisUrl: string
  describe: { mongodb: string; redis: string }
  /** Stops what was started here, and nothing else. */
  stop: () => Promise<void>
}

/**
 * Brings up MongoDB (a replica set of one) and Redis for a data folder, at the same time.
 * @throws {EngineProblem} with what to do, where one of them cannot be had
 */
export const bringUpEngines = async (options: {
  folder: DataFolder
  log: Progress
  explicit?: { databaseUri?: string | undefined; redisUrl?: string | undefined }
  cacheFolder?: string
  database?: string
  mongoPort?: number
  redisPort?: number
  isTemporary?: boolean
  signal?: AbortSignal
}): Promise<Engines> => {
  const { database = 'billie', explicit, folder, isTemporary = false, log, signal } = options
  const shared = {
    folder,
    log,
    signal,
    database,
    isTemporary,
    cacheFolder: options.cacheFolder ?? join(folder.path, 'engines'),
  }
  const results = await Promise.allSettled([
    log.step(
      'MongoDB',
      (detail) =>
        startEngine({
          ...shared,
          detail,
          engine: 'mongodb',
          explicitUri: explicit?.databaseUri,
          port: options.mongoPort,
        }),
      ({ describe }) => describe,
    ),
    log.step(
      'Redis',
      (detail) =>
        startEngine({
          ...shared,
          detail,
          engine: 'redis',
          explicitUri: explicit?.redisUrl,
          port: options.redisPort,
        }),
      ({ describe }) => describe,
    ),
  ])
  const [mongodb, redis] = results.map((one) =>
    one.status === 'fulfilled' ? one.value : undefined,
  )
  const stop = async (): Promise<void> => {
    await Promise.all([mongodb?.stop?.(), redis?.stop?.()])
    await folder.services.stopAll()
  }
  const failed = results.find((one) => one.status === 'rejected')
  if (failed || !mongodb || !redis) {
    await stop()
    throw failed?.reason
  }
  return {
    databaseUri: mongodb.uri,
    redisUrl: redis.uri,
    describe: { mongodb: mongodb.describe, redis: redis.describe },
    stop,
  }
}
