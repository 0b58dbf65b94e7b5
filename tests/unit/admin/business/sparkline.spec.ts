import { describe, expect, it } from 'vitest'

import { toSparkline } from '@/admin/business/sparkline'
import type { BusinessAnswer } from '@/queries/business/answer'

const answer = (values: (number | null)[]): BusinessAnswer =>
  ({
    by: 'day',
    buckets: values.map((approvalRate, index) => ({
      from: `2026-03-0${index + 1}`,
      to: `2026-03-0${index + 1}`,
      numbers: { approvalRate },
    })),
  }) as unknown as BusinessAnswer

describe('the line beside a figure', () => {
  it('says its ends in words', () => {
    const { label, values } = toSparkline(answer([0.5, null, 0.25, 0.75]), 'approvalRate')
    expect(values).toEqual([0.5, null, 0.25, 0.75])
    expect(label).toBe('By day: lowest 25% (Tue, 3 Mar 2026), highest 75% (Wed, 4 Mar 2026)')
  })

  it('says that there is no number', () => {
    expect(toSparkline(answer([null, null]), 'approvalRate').label).toBe('By day: no number')
  })
})
