import { z } from 'zod'

import type { CheckResult, HealthReport } from '@/ops/health/report'
import type { LiveStatus } from '@/realtime/liveStatus'

import { describes } from './describes'
import { eventId, time } from './values'

const health = z.enum(['healthy', 'degraded', 'unhealthy'])

const check = describes<CheckResult>()(
  z.object({
    status: health,
    findings: z.array(
      z.object({
        code: z.string(),
        severity: z.enum(['degraded', 'unhealthy']),
        message: z.string(),
      }),
    ),
    watching: z.array(z.string()),
    details: z.record(z.string(), z.unknown()),
  }),
)

const report = describes<HealthReport>()(
  z.object({
    overall: health,
    evaluatedAt: time,
    checks: z.object({
      redis: check,
      mongodb: check,
      event_processing: check,
      projections_sync: check,
    }),
  }),
)

/** Answer of `GET /api/health`: everyone learns the verdict, staff and the metrics token learn why. */
export const healthAnswer = z.union([z.object({ overall: health }), report])

/** Answer of `GET /api/health/live`. */
export const liveAnswer = z.object({ status: z.literal('alive') })

/** Answer of `GET /api/realtime/status`. */
export const liveStatusAnswer = describes<LiveStatus>()(
  z.object({
    atMs: z.number().optional(),
    completeTo: eventId.optional(),
    behindEvents: z.number(),
    isBehindAtLeast: z.boolean(),
    waitingMs: z.number(),
    position: eventId.optional(),
    overall: health,
    findings: z.array(z.string()),
    parked: z.number(),
    drifted: z.number(),
    lost: z.number(),
    isRebuilding: z.boolean(),
  }),
)
