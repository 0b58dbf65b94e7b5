import { describe, expect, it } from 'vitest'

import { medianOf } from '@/projections/analytics/median'

describe('a median', () => {
  it('is the middle value, the mean of two, or nothing', () => {
    expect(medianOf([9, 1, 100])).toBe(9)
    expect(medianOf([10, 9, 1, 100])).toBe(9.5)
    expect(medianOf([])).toBeNull()
  })

  it('leaves the values as they were', () => {
    const values = [3, 1, 2]
    medianOf(values)
    expect(values).toEqual([3, 1, 2])
  })
})
