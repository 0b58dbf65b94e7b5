import { describe, expect, it } from 'vitest'

import { ticksOf } from '@/admin/charts/ticks'

describe('the numbers of an axis', () => {
  it('are round, and reach as far as the greatest value', () => {
    expect(ticksOf([380, null, 12])).toEqual([0, 100, 200, 300, 400])
    expect(ticksOf([3])).toEqual([0, 1, 2, 3])
    expect(ticksOf([2_300_000])).toEqual([0, 1_000_000, 2_000_000, 3_000_000])
  })

  it('are times that people count in', () => {
    expect(ticksOf([1_680_000], 'time')).toEqual([0, 600_000, 1_200_000, 1_800_000])
    expect(ticksOf([50_000], 'time')).toEqual([0, 15_000, 30_000, 45_000, 60_000])
  })

  it('stand where there is nothing to show', () => {
    expect(ticksOf([])).toEqual([0, 1])
  })
})
