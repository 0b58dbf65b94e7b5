import { describe, expect, it } from 'vitest'

import { maximumNameCharacters, maximumStages } from '@/projections/analytics/bounds'
import { dailyMetrics } from '@/projections/analytics/dailyMetrics'
import { dayOf } from '@/projections/analytics/day'
import { standingOf } from '@/projections/analytics/outcome'
import { stagesOf } from '@/projections/analytics/stages'
import type { ApplicationDocument } from '@/projections/documents'
import { Tally } from '@/queries/business/tally'

const zone = 'Australia/Sydney'

describe('the day of a moment that no calendar shows', () => {
  it('is of its own century', () => {
    expect(dayOf(new Date('0050-06-01T00:00:00Z'), zone)).toBe('0050-06-01')
    expect(dayOf(new Date('0099-12-31T00:00:00Z'), zone)).toBe('0099-12-31')
    expect(dayOf(new Date('0100-01-01T00:00:00Z'), zone)).toBe('0100-01-01')
  })

  it('is the first or the last one that can be written', () => {
    expect(dayOf(new Date('0000-01-01T00:01:00Z'), zone)).toBe('0001-01-01')
    expect(dayOf(new Date('-000001-12-31T00:01:00Z'), zone)).toBe('0001-01-01')
    expect(dayOf(new Date('9999-12-31T23:59:59Z'), zone)).toBe('9999-12-31')
    expect(dayOf(new Date('+010000-01-01T23:58:59Z'), zone)).toBe('9999-12-31')
  })
})

describe('sums of amounts', () => {
  const odd = [1e308, -1e308, 1e22, -1e308, 0.1, 0.2, 90_000_000_000_000.5, 1e308]
  const rows = odd.map((loanAmount) => ({ loanAmount, outcome: 'approved' }))
  const nothing = { started: [], customerMessages: 0, brokerMessages: 0 }

  it('leave out what no loan asks for, and are the same in whatever order', () => {
    const sums = [odd, odd.toReversed()].map((loanAmount) => {
      const count = loanAmount.length
      const { amountApproved, amountAsked } = dailyMetrics('2026-06-01', {
        ...nothing,
        begun: [{ count, loanAmount }],
        ended: [{ outcome: 'approved', count, loanAmount, timeToDecisionMs: [] }],
      })
      return [amountAsked, amountApproved]
    })
    expect(sums[0]).toEqual([90_000_000_000_000.8, 90_000_000_000_000.8])
    expect(sums[1]).toEqual(sums[0])
  })

  it('are the same under filters', () => {
    const tally = new Tally()
    for (const row of rows) {
      tally.addBegun(row)
      tally.addOutcome(row)
    }
    expect(tally.toNumbers()).toMatchObject({
      amountAsked: 90_000_000_000_000.8,
      amountApproved: 90_000_000_000_000.8,
    })
  })
})

describe('what numbers are grouped by', () => {
  const application = (fields: object) => fields as unknown as ApplicationDocument

  it('has an end, however much an event says', () => {
    const stages = Array.from({ length: 5_000 }, (_, index) => ({
      stageName: `${index} `.padEnd(1_000, 'x'),
      complete: true,
    }))
    const found = stagesOf(
      application({
        applicationProcess: {
          currentProcessStage: stages[1]!.stageName,
          applicationProcessState: stages,
        },
      }),
    )
    expect(found.stages).toHaveLength(maximumStages)
    expect(found.stagesReached).toEqual(found.stages)
    expect(found.currentStage).toBe(found.stages[1])
    expect(found.currentStage).toHaveLength(maximumNameCharacters)
    const { outcome } = standingOf(
      application({ applicationOutcome: '😀'.repeat(5_000) }),
      undefined,
    )
    expect(outcome!.length).toBeLessThanOrEqual(maximumNameCharacters)
    expect(outcome!.isWellFormed()).toBe(true)
  })
})
