import { Redis } from 'ioredis'
import type { Payload } from 'payload'
import type { Logger } from 'pino'

import type { Env } from '@/config/env'
import type { ProjectorParts } from '@/projector/parts'
import { createWorker, type Worker } from '@/projector/worker'

import { storeOf } from './store'

/** One blocking read waits so long; a stop interrupts it. */
const blockMs = 5_000
const claimEveryMs = 15_000

/** Builds the worker that projects the ledger in this process. */
export const createProjector = ({
  env,
  payload,
  publish,
  redis,
}: {
  env: Env
  payload: Payload
  publish: ProjectorParts['publish']
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
      publish,
      deadLetterList: `${env.LEDGER_STREAM}:deadletter`,
      settings: {
        attempts: env.RETRY_ATTEMPTS,
        baseDelayMs: env.RETRY_BASE_DELAY_MS,
        processingTimeoutMs: env.PROCESSING_TIMEOUT_MS,
      },
      logger,
    },
    {
      stream: env.LEDGER_STREAM,
      workerId: env.WORKER_ID,
      batchSize: env.BATCH_SIZE,
      blockMs,
      claimIdleMs: 2 * env.PROCESSING_TIMEOUT_MS,
      claimEveryMs,
    },
  )
}
