import { Redis } from 'ioredis'
import type { Payload } from 'payload'

import { env } from '@/config/env'
import type { LetterParts } from '@/ops/letters'
import { type ChangeFeed, createChangeFeed } from '@/realtime/changeFeed'

import { getRuntime } from './index'
import { storeOf } from './store'

/** No person waits longer than this for the screens to be told. */
const publishTimeoutMs = 5_000

/**
 * Runs an operation on dead letters with the parts of this process; a process without a runtime (a
 * command of the CLI) opens a connection for it. A change that cannot be told to the screens is
 * logged: the documents are right and durable, and each screen hears of them with its next reload.
 */
export const withLetterParts = async <T>(
  payload: Payload,
  work: (parts: LetterParts) => Promise<T>,
): Promise<T> => {
  const { feed, close } = openFeed()
  const { PROCESSING_TIMEOUT_MS, RETRY_ATTEMPTS, RETRY_BASE_DELAY_MS } = env()
  try {
    return await work({
      store: () => storeOf(payload),
      settings: {
        attempts: RETRY_ATTEMPTS,
        baseDelayMs: RETRY_BASE_DELAY_MS,
        processingTimeoutMs: PROCESSING_TIMEOUT_MS,
      },
      publish: async (frames) => {
        try {
          await withinTime(feed.publish(frames))
        } catch (error) {
          payload.logger.error({ err: error, msg: 'A change could not be told to the screens' })
        }
      },
    })
  } finally {
    close()
  }
}

const openFeed = (): { feed: ChangeFeed; close: () => void } => {
  const runtime = getRuntime()
  if (runtime) return { feed: runtime.feed, close: () => undefined }
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
