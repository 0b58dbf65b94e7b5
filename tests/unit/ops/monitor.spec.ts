import { expect, it } from 'vitest'

import type { HealthFacts } from '@/ops/health/facts'
import { createHealthMonitor } from '@/ops/health/monitor'

const late = { isAnswered: false, code: 'NO_ANSWER' } as const
const answered = <T>(value: T) => ({ isAnswered: true, value, latencyMs: 1 }) as const

/** Facts that are more than a second old once they are there. */
const facts = (isMongoLate: boolean): HealthFacts => ({
  atMs: Date.now() - 1_500,
  redis: answered(undefined),
  mongodb: isMongoLate ? late : answered({ isWritablePrimary: true }),
  ledger: answered({
    nowMs: 0,
    length: 0,
    entriesAdded: 0,
    acknowledgedHeadIds: [],
    lostLastDay: 0,
  }),
  archive: isMongoLate
    ? late
    : answered({ missingIds: [], sampled: 0, parkedLastHour: 0, parked: 0, drifted: 0 }),
  sync: isMongoLate ? late : answered({ entriesAfterArchive: 0, isAtLeast: false }),
  isProcessingEnabled: false,
})

it('asks again soon what was not known yet, and keeps what is known for as long as is good enough', async () => {
  let gathered = 0
  const monitor = createHealthMonitor({
    gather: async () => facts(++gathered === 1),
    thresholds: {
      lagAlertEvents: 1_000,
      syncDifferenceEvents: 10,
      holdMs: 5_000,
      stallMs: 30_000,
      takeoverMs: 105_000,
      slowMs: 500,
      startMs: 4_000,
    },
    intervalMs: 30_000,
    logger: { info: () => undefined, warn: () => undefined },
  })
  expect((await monitor.check(60_000)).report.overall).toBe('degraded')
  expect((await monitor.check(60_000)).report.overall).toBe('healthy')
  expect((await monitor.check(60_000)).report.overall).toBe('healthy')
  expect(gathered).toBe(2)
})
