import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

import { isKnownType } from '@/ledger/parse'
import { appendedAtMs } from '@/ledger/streamId'
import type { ProjectorObserver } from '@/projector/observer'

const breakerStates = { closed: 0, 'half-open': 1, open: 2 } as const

/**
 * Counts what the projector of this process tells. How late an event was is measured where it was
 * appended since then: what waited before there was this process says how long nobody read, or that
 * somebody wrote a past, and not how live the screens are.
 */
export const createProjectorMetrics = (
  registry: Registry,
  now: () => number = Date.now,
): ProjectorObserver => {
  const registers = [registry]
  const startedAtMs = now()
  const events = new Counter({
    name: 'billie_events_total',
    help: 'Entries of the ledger by type and by what became of them.',
    labelNames: ['type', 'result'],
    registers,
  })
  const batchSize = new Histogram({
    name: 'billie_batch_size_events',
    help: 'Entries in one transaction.',
    buckets: [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000],
    registers,
  })
  const batchSeconds = new Histogram({
    name: 'billie_batch_duration_seconds',
    help: 'From the first try of a batch until its commit.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  })
  const publishSeconds = new Histogram({
    name: 'billie_publish_duration_seconds',
    help: 'From the commit of a batch until its changes were told to every instance.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers,
  })
  const endToEndSeconds = new Histogram({
    name: 'billie_append_to_publish_seconds',
    help: 'From the append of an event until its change was told to every instance; of events appended since the process started.',
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15, 60, 300, 3_600],
    registers,
  })
  const parked = new Counter({
    name: 'billie_parked_total',
    help: 'Events that could not be applied, by code.',
    labelNames: ['code'],
    registers,
  })
  const lost = new Counter({
    name: 'billie_lost_events_total',
    help: 'Entries that were deleted or trimmed from the stream before they could be projected.',
    registers,
  })
  const retries = new Counter({
    name: 'billie_transactions_retried_total',
    help: 'Work that was run again: another worker wrote the same documents, or an engine was away.',
    labelNames: ['reason'],
    registers,
  })
  for (const reason of ['conflict', 'unavailable']) retries.inc({ reason }, 0)
  const breaker = new Gauge({
    name: 'billie_breaker_state',
    help: 'Each circuit breaker of the projector: 0 closed, 1 half open, 2 open.',
    labelNames: ['breaker'],
    registers,
  })

  return {
    onBatch: ({ durationMs, size, tallies }) => {
      batchSize.observe(size)
      batchSeconds.observe(durationMs / 1_000)
      for (const { count, result, type } of tallies)
        events.inc({ type: toTypeLabel(type), result }, count)
    },
    onPublished: ({ durationMs, streamIds }) => {
      publishSeconds.observe(durationMs / 1_000)
      const toldAtMs = now()
      for (const id of streamIds) {
        const appendedMs = appendedAtMs(id)
        // Redis' clock may be ahead of ours.
        if (appendedMs >= startedAtMs)
          endToEndSeconds.observe(Math.max(0, toldAtMs - appendedMs) / 1_000)
      }
    },
    onParked: ({ code }) => parked.inc({ code }),
    onConflict: () => retries.inc({ reason: 'conflict' }),
    onUnavailable: () => retries.inc({ reason: 'unavailable' }),
    onLost: (count) => lost.inc(count),
    onBreaker: ({ breaker: name, state }) => breaker.set({ breaker: name }, breakerStates[state]),
  }
}

/** Producers choose the names of types; only those that we know become labels. */
const toTypeLabel = (type: string | undefined): string =>
  type !== undefined && isKnownType(type) ? type : 'unknown'
