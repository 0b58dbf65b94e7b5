import { Redis } from 'ioredis'

import { env } from '@/config/env'
import { withinRedisTime } from '@/projector/redisTime'
import type { Store } from '@/projector/store'
import { type ChangeFeed, createChangeFeed } from '@/realtime/changeFeed'

import type { LetterParts } from './letters'

/** No person waits longer than this for the screens to be told. */
const publishTimeoutMs = 5_000

/** The parts that operations on dead letters work with. */
export const toLetterParts = ({
  feed,
  logger,
  store,
}: {
  store: () => Store
  feed: Pick<ChangeFeed, 'publish' | 'resync'>
  logger: LetterParts['logger']
}): LetterParts => {
  const { PROCESSING_TIMEOUT_MS, RETRY_ATTEMPTS, RETRY_BASE_DELAY_MS } = env()
  return {
    store,
    settings: {
      attempts: RETRY_ATTEMPTS,
      baseDelayMs: RETRY_BASE_DELAY_MS,
      processingTimeoutMs: PROCESSING_TIMEOUT_MS,
    },
    logger,
    publish: (frames) => withinRedisTime(publishTimeoutMs, () => feed.publish(frames)),
    resync: () => withinRedisTime(publishTimeoutMs, feed.resync),
  }
}

/** A change feed on a connection of its own, for a process that has none. */
export const openFeed = (): { feed: ChangeFeed; close: () => void } => {
  const redis = new Redis(env().REDIS_URL, { maxRetriesPerRequest: 1, lazyConnect: true })
  // Whoever publishes is told by the command.
  redis.on('error', () => undefined)
  return { feed: createChangeFeed({ redis }), close: () => redis.disconnect() }
}
