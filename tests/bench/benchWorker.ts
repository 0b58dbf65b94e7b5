import type { Redis } from 'ioredis'
import { pino } from 'pino'

import type { ProjectorParts } from '@/projector/parts'
import type { Store } from '@/projector/store'
import { createWorker, type Worker } from '@/projector/worker'

/** A worker with the settings of production. */
export const createBenchWorker = ({
  connect,
  publish,
  store,
  stream,
}: {
  store: Store
  connect: () => Redis
  stream: string
  publish: ProjectorParts['publish']
}): Worker =>
  createWorker(
    {
      store: () => store,
      redis: connect(),
      blocking: connect(),
      publish,
      deadLetterList: `${stream}:deadletter`,
      settings: { attempts: 3, baseDelayMs: 1_000, processingTimeoutMs: 30_000 },
      logger: pino({ level: 'warn' }, process.stderr),
    },
    {
      stream,
      workerId: 'bench',
      batchSize: 5_000,
      blockMs: 5_000,
      claimIdleMs: 60_000,
      claimEveryMs: 15_000,
    },
  )
