import { describe, expect, it } from 'vitest'

import { fieldsOf, fingerprintOf, toAuditDetails } from '@/ops/selfCheck/driftReport'
import { isQuiet, turnBudgetMs, waitMs } from '@/ops/selfCheck/pace'

describe('the pace of the self-check', () => {
  it.each([0, 30, 99, 100, 2_000])(
    'costs at most a hundredth of the time after %i ms',
    (spentMs) => {
      expect(spentMs / (spentMs + waitMs(10_000, spentMs))).toBeLessThan(0.01)
    },
  )

  it('keeps to its interval while a turn is cheap', () => {
    expect(waitMs(10_000, turnBudgetMs(10_000))).toBe(10_000)
  })

  it('takes what is not known for load', () => {
    expect(isQuiet({ mongoLatencyMs: 1, lagEvents: 0, utilization: 0.1 })).toBe(true)
    expect(isQuiet({ mongoLatencyMs: 1, utilization: 0.1 })).toBe(false)
    expect(isQuiet({ lagEvents: 0, utilization: 0.1 })).toBe(false)
  })
})

describe('what is told of a drift', () => {
  const drift = {
    collection: 'applications',
    id: 'a1',
    differences: [
      { path: 'assessments.fraudCheck.Ophelia', stored: undefined, expected: { score: 7 } },
      { path: 'loanAmount', stored: 1, expected: 500 },
    ],
  }

  it('names the fields, what is stored and what the ledger says', () => {
    expect(toAuditDetails(drift)).toEqual({
      count: 2,
      differences: [
        { path: 'assessments.fraudCheck.Ophelia', stored: undefined, expected: '{"score":7}' },
        { path: 'loanAmount', stored: '1', expected: '500' },
      ],
    })
  })

  it('is in logs the names that the product chose, and nothing else', () => {
    expect(fieldsOf(drift.differences)).toEqual(['assessments', 'loanAmount'])
  })

  it('is recognised by its values without holding them', () => {
    const [first, second] = drift.differences
    expect(fingerprintOf([second!])).toBe(fingerprintOf([{ ...second! }]))
    expect(fingerprintOf([second!])).not.toBe(fingerprintOf([{ ...second!, stored: 2 }]))
    expect(fingerprintOf([first!])).not.toContain('Ophelia')
  })
})
