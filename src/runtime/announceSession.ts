import { Redis } from 'ioredis'

import { env } from '@/config/env'
import { announceSession } from '@/realtime/sessionChannel'

import { getRuntime } from './index'

/**
 * Tells every instance that a user's sessions or role changed. A process without a runtime (a
 * command of the CLI) opens a connection for it.
 */
export const announceSessionChange = async (userId: string): Promise<void> => {
  const runtime = getRuntime()
  if (runtime) return announceSession(runtime.redis, userId)
  const redis = new Redis(env().REDIS_URL, { maxRetriesPerRequest: 1 })
  try {
    await announceSession(redis, userId)
  } finally {
    redis.disconnect()
  }
}
