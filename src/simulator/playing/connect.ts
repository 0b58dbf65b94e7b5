import { Redis } from 'ioredis'

/** Connects for good: while Redis is away, commands wait, and one line says so. */
export const connect = (url: string): Redis => {
  const redis = new Redis(url, {
    maxRetriesPerRequest: null,
    retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
  })
  let isAway = false
  const tellAway = (reason: string) => {
    if (!isAway) console.error(`Redis is away (${reason}); trying again until it is back`)
    isAway = true
  }
  redis.on('error', (error: Error & { code?: string }) => tellAway(error.code ?? error.message))
  redis.on('reconnecting', () => tellAway('connection lost'))
  redis.on('ready', () => {
    if (isAway) console.error('Redis is back, going on')
    isAway = false
  })
  return redis
}
