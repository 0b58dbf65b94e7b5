import { Counter, Gauge, type Registry } from 'prom-client'

import type { Evaluation } from '../health/monitor'
import { ageSeconds } from '../health/checkProcessing'

/** What the gauges are read from when somebody asks. */
export interface StateSources {
  evaluate: () => Promise<Evaluation>
  clientCount: () => number
  droppedCount: () => number
}

const healthValues = { healthy: 0, degraded: 1, unhealthy: 2 } as const

/**
 * Gauges of how things stand: set by the returned function, just before they are written. What is
 * not known is NaN, never zero.
 */
export const createStateMetrics = (
  registry: Registry,
  { clientCount, droppedCount, evaluate }: StateSources,
): (() => Promise<void>) => {
  const gauge = (name: string, help: string): Gauge =>
    new Gauge({ name, help, registers: [registry] })
  const lagEvents = gauge('billie_ledger_lag_events', 'Entries that no worker was given yet.')
  const lagSeconds = gauge('billie_ledger_lag_seconds', 'Age of the oldest of them.')
  const pending = gauge('billie_ledger_pending_events', 'Entries given to a worker and not done.')
  const pendingAge = gauge('billie_ledger_oldest_pending_seconds', 'Age of the oldest of them.')
  const difference = gauge(
    'billie_archive_behind_events',
    'Entries of the stream after the greatest archived one.',
  )
  const parked = gauge('billie_parked_events', 'Dead letters that wait for a decision.')
  const drifted = gauge(
    'billie_drift_documents',
    'Documents that the self-check found to be not what the ledger says.',
  )
  const analyticsLag = gauge(
    'billie_analytics_lag_seconds',
    'Age of the oldest change that is not counted in the numbers of the business yet.',
  )
  const clients = gauge('billie_live_streams', 'Live streams that are open in this process.')
  const drops = new Counter({
    name: 'billie_live_streams_dropped_total',
    help: 'Live streams that were cut off because their reader did not read.',
    registers: [registry],
  })
  const health = new Gauge({
    name: 'billie_health_state',
    help: 'Each check: 0 healthy, 1 degraded, 2 unhealthy.',
    labelNames: ['check'],
    registers: [registry],
  })

  return async () => {
    clients.set(clientCount())
    drops.reset()
    drops.inc(droppedCount())
    const { facts, report } = await evaluate()
    for (const [check, { status }] of Object.entries(report.checks))
      health.set({ check }, healthValues[status])
    const ledger = facts.ledger.isAnswered ? facts.ledger.value : undefined
    const group = ledger?.group
    const nowMs = ledger?.nowMs ?? facts.atMs
    lagEvents.set(group ? group.lagEvents : NaN)
    lagSeconds.set(group ? ageSeconds(group.nextUndeliveredId, nowMs) : NaN)
    pending.set(group ? group.pending : NaN)
    pendingAge.set(group ? ageSeconds(group.oldestPending?.id, nowMs) : NaN)
    parked.set(facts.archive.isAnswered ? facts.archive.value.parked : NaN)
    drifted.set(facts.archive.isAnswered ? facts.archive.value.drifted : NaN)
    const analytics = facts.archive.isAnswered ? facts.archive.value.analytics : undefined
    analyticsLag.set(analytics ? analytics.lagMs / 1_000 : NaN)
    difference.set(facts.sync.isAnswered ? facts.sync.value.entriesAfterArchive : NaN)
  }
}
