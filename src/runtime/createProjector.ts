import { Redis } from 'ioredis'
import type { Payload } from 'payload'
import type { Logger } from 'pino'

import type { Env } from '@/config/env'
import type { ProjectorObserver } from '@/projector/observer'
import { createWorker, type Worker } from '@/projector/worker'
import type { ChangeFeed } from '@/realtime/changeFeed'

import { storeOf } from './store'

/** One blocking read waits so long; a stop interrupts it. */
const blockMs = 5_000
export const claimEveryMs = 15_000

/** A consumer that has held an entry for so long is taken for dead. */
export const claimIdleMs = ({ PROCESSING_TIMEOUT_MS }: Env): number => 2 * PROCESSING_TIMEOUT_MS

/** Builds the worker that projects the ledger in this process. */
export const createProjector = ({
  env,
  feed,
  observer,
  payload,
  redis,
}: {
  env: Env
  observer: ProjectorObserver
  payload: Payload
  feed: Pick<ChangeFeed, 'findTold' | 'publish' | 'resync'>
  redis: Redis
}): Worker => {
  const logger = payload.logger.child({ part: 'projector' }) as Logger
  const blocking = new Redis(env.REDIS_URL, { maxRetriesPerRequest: null })
  blocking.on('error', (error) => logger.warn({ err: error }, 'the ledger cannot be reached'))
  return createWorker(
    {
      store: () => storeOf(payload),
      redis,
      blocking,
      publish: feed.publish,
      findTold: feed.findTold,
      resync: feed.resync,
      deadLetterList: `${env.LEDGER_STREAM}:deadletter`,
      settings: {
        attempts: env.RETRY_ATTEMPTS,
        baseDelayMs: env.RETRY_BASE_DELAY_MS,
        processingTimeoutMs: env.PROCESSING_TIMEOUT_MS,
        breaker: {
          failures: env.BREAKER_FAILURES,
          openMs: env.BREAKER_OPEN_MS,
          halfOpenCalls: env.BREAKER_HALF_OPEN_CALLS,
        },
        recovery: { attempts: env.RECOVERY_ATTEMPTS, delayMs: env.RECOVERY_DELAY_MS },
      },
      logger,
      observer,
    },
    {
      stream: env.LEDGER_STREAM,
      workerId: env.WORKER_ID,
      batchSize: env.BATCH_SIZE,
      blockMs,
      claimIdleMs: claimIdleMs(env),
      claimEveryMs,
    },
  )
}
