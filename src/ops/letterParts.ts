import { Redis } from 'ioredis'
import type { Logger } from 'pino'

import { env } from '@/config/env'
import type { Store } from '@/projector/store'
import { type ChangeFeed, createChangeFeed } from '@/realtime/changeFeed'

import type { LetterParts } from './letters'

/** No person waits longer than this for the screens to be told. */
const publishTimeoutMs = 5_000

/**
 * The parts that operations on dead letters work with. A change that cannot be told to the screens
 * is logged: the documents are right and durable, and each screen hears of them with its next reload.
 */
export const toLetterParts = ({
  feed,
  logger,
  store,
}: {
  store: () => Store
  feed: Pick<ChangeFeed, 'publish'>
  logger: Pick<Logger, 'error'>
}): LetterParts => {
  const { PROCESSING_TIMEOUT_MS, RETRY_ATTEMPTS, RETRY_BASE_DELAY_MS } = env()
  return {
    store,
    settings: {
      attempts: RETRY_ATTEMPTS,
      baseDelayMs: RETRY_BASE_DELAY_MS,
      processingTimeoutMs: PROCESSING_TIMEOUT_MS,
    },
    publish: async (frames) => {
      try {
        await withinTime(feed.publish(frames))
      } catch (error) {
        logger.error({ err: error, msg: 'A change could not be told to the screens' })
      }
    },
  }
}

/** A change feed on a connection of its own, for a process that has none. */
export const openFeed = (): { feed: ChangeFeed; close: () => void } => {
  const redis = new Redis(env().REDIS_URL, { maxRetriesPerRequest: 1, lazyConnect: true })
  // Whoever publishes is told by the command.
  redis.on('error', () => undefined)
  return { feed: createChangeFeed({ redis }), close: () => redis.disconnect() }
}

const withinTime = async (work: Promise<unknown>): Promise<void> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no answer in ${publishTimeoutMs} ms`)),
      publishTimeoutMs,
    )
  })
  try {
    await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
