import { Redis } from 'ioredis'
import type { Payload } from 'payload'

import { ensureIndexes } from '@/collections/indexes'
import { env } from '@/config/env'
import { databaseOf } from '@/queries/database'

/** The parts of this process that live as long as it does. */
export interface Runtime {
  /** For short commands; never for blocking reads or subscriptions. */
  redis: Redis
  stop: () => Promise<void>
}

const key = Symbol.for('billie.runtime')

const holder = globalThis as { [key]?: Runtime }

/** The running parts, or nothing where none were started (a build, a command of the CLI). */
export const getRuntime = (): Runtime | undefined => holder[key]

/** Starts the parts of this process once; later calls change nothing. */
export const startRuntime = async (payload: Payload): Promise<void> => {
  if (holder[key]) return
  const redis = new Redis(env().REDIS_URL)
  redis.on('error', (error) => payload.logger.warn({ err: error, msg: 'Redis cannot be reached' }))
  holder[key] = {
    redis,
    stop: async () => {
      redis.disconnect()
      delete holder[key]
    },
  }
  await ensureIndexes(databaseOf(payload))
}
