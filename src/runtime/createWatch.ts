import type { Redis } from 'ioredis'
import type { Payload } from 'payload'

import type { Env } from '@/config/env'
import { createFactGathering } from '@/ops/health/gatherFacts'
import { createHealthMonitor, type HealthMonitor } from '@/ops/health/monitor'
import { createMetrics, type Metrics } from '@/ops/metrics'
import { registerSelfCheckMetrics } from '@/ops/selfCheck/metrics'
import type { SelfCheck } from '@/ops/selfCheck/selfCheck'
import type { WorkerProgress } from '@/projector/worker'
import { databaseOf } from '@/queries/database'
import type { Hub } from '@/realtime/hub'

import { claimEveryMs, claimIdleMs } from './createProjector'
import { createSelfCheck } from './createSelfCheck'

/** A warning has to hold for so long; an answer may take so long, and the first of a process this. */
const holdMs = 5_000
const slowMs = 500
const startMs = 4_000

/** Builds what watches this process and what it stores: health, numbers, self-check. */
export const createWatch = ({
  env,
  hub,
  payload,
  redis,
  worker,
}: {
  env: Env
  payload: Payload
  redis: Redis
  hub: Hub
  /** Asked for on every use: the worker is built with what counts its work. */
  worker: () => WorkerProgress | undefined
}): { health: HealthMonitor; metrics: Metrics; selfCheck?: SelfCheck } => {
  const health = createHealthMonitor({
    gather: createFactGathering({
      redis,
      database: () => databaseOf(payload),
      stream: env.LEDGER_STREAM,
      isProcessingEnabled: env.ENABLE_EVENT_PROCESSING,
      worker,
      syncDifferenceEvents: env.HEALTH_SYNC_DIFFERENCE_EVENTS,
      maximumCounted: 10 * env.HEALTH_LAG_ALERT_EVENTS,
    }),
    thresholds: {
      lagAlertEvents: env.HEALTH_LAG_ALERT_EVENTS,
      syncDifferenceEvents: env.HEALTH_SYNC_DIFFERENCE_EVENTS,
      holdMs,
      slowMs,
      startMs,
      stallMs: env.PROCESSING_TIMEOUT_MS,
      takeoverMs: claimIdleMs(env) + claimEveryMs + env.PROCESSING_TIMEOUT_MS,
    },
    intervalMs: env.HEALTH_INTERVAL_MS,
    logger: payload.logger,
  })
  const intervalMs = env.SELF_CHECK_INTERVAL_MS
  const selfCheck = intervalMs > 0 ? createSelfCheck({ payload, health, intervalMs }) : undefined
  const metrics = createMetrics(
    {
      evaluate: () => health.check(),
      clientCount: hub.clientCount,
      droppedCount: hub.droppedCount,
    },
    (registry) => selfCheck && registerSelfCheckMetrics(registry, selfCheck.checked),
  )
  return { health, metrics, ...(selfCheck && { selfCheck }) }
}
