import { describe, expect, it } from 'vitest'

import { findingLines } from '@/admin/format/health'
import type { CheckResult, Finding } from '@/ops/health/report'

const check = (...findings: Finding[]): CheckResult => ({
  status: 'healthy',
  findings,
  watching: [],
  details: {},
})

describe('what is wrong', () => {
  it('is told with its place, the worst first', () => {
    const lag: Finding = { code: 'LAG', severity: 'degraded', message: 'It is behind.' }
    const drift: Finding = { code: 'DRIFT', severity: 'unhealthy', message: 'It differs.' }
    const lines = findingLines({
      checks: {
        redis: check(),
        event_processing: check(lag),
        mongodb: check(),
        projections_sync: check(drift),
      },
    })
    expect(lines).toEqual([
      { code: 'DRIFT', where: 'Projections', tone: 'bad', message: 'It differs.' },
      { code: 'LAG', where: 'Event processing', tone: 'warn', message: 'It is behind.' },
    ])
  })
})
