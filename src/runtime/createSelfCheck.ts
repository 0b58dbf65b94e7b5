import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'

import type { Payload } from 'payload'
import type { Logger } from 'pino'

import type { HealthMonitor } from '@/ops/health/monitor'
import type { Load } from '@/ops/selfCheck/pace'
import { createSelfCheck as create, type SelfCheck } from '@/ops/selfCheck/selfCheck'

import { storeOf } from './store'

/** What is known of the load may be so old. */
const loadAgeMs = 5_000

/** The self-check of this process; every instance has one, and they take turns. */
export const createSelfCheck = ({
  health,
  intervalMs,
  payload,
}: {
  payload: Payload
  health: HealthMonitor
  intervalMs: number
}): SelfCheck => {
  let before = performance.eventLoopUtilization()
  const load = async (): Promise<Load> => {
    const { facts } = await health.check(loadAgeMs)
    const now = performance.eventLoopUtilization()
    const { utilization } = performance.eventLoopUtilization(now, before)
    before = now
    const { archive, ledger, mongodb } = facts
    return {
      utilization,
      ...(mongodb.isAnswered && archive.isAnswered && { mongoLatencyMs: mongodb.latencyMs }),
      ...(ledger.isAnswered && { lagEvents: waiting(ledger.value.group) }),
    }
  }
  return create({
    store: () => storeOf(payload),
    holder: randomUUID(),
    intervalMs,
    load,
    logger: payload.logger.child({ part: 'self-check' }) as Logger,
  })
}

const waiting = (group: { lagEvents: number; pending: number } | undefined): number =>
  group ? group.lagEvents + group.pending : 0
