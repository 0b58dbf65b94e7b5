import { describe, expect, it } from 'vitest'

import { compare } from '@/admin/format/comparison'
import { formatDuration, formatShortDuration } from '@/admin/format/duration'

describe('a comparison', () => {
  it('tells the difference with its sign, and in percent of what was', () => {
    expect(compare('count', 112, 100)).toEqual({ difference: '+12', percent: '+12%' })
    expect(compare('count', 1_000, 4_000)).toEqual({ difference: '−3,000', percent: '−75%' })
    expect(compare('money', 1_500, 1_000)).toEqual({ difference: '+$500', percent: '+50%' })
    expect(compare('duration', 90_000, 120_000)).toEqual({ difference: '−30 s', percent: '−25%' })
  })

  it('tells shares in points, for a percent of a percent misleads', () => {
    expect(compare('share', 0.704, 0.7)).toEqual({ difference: '+0.4 points', percent: '' })
    expect(compare('share', 0.69, 0.7)).toEqual({ difference: '−1 point', percent: '' })
  })

  it('invents nothing where there was nothing', () => {
    expect(compare('count', 5, 0)).toEqual({ difference: '+5', percent: '' })
    expect(compare('share', null, 0.5)).toEqual({ difference: '–', percent: '' })
    expect(compare('count', 7, 7)).toEqual({ difference: 'no change', percent: '' })
  })
})

describe('a duration', () => {
  it('is told in its two greatest units', () => {
    expect(formatDuration(3_460)).toBe('3.5 s')
    expect(formatDuration(59_700)).toBe('1 min')
    expect(formatDuration(200_000)).toBe('3 min 20 s')
    expect(formatDuration(86_400_000 + 7_200_000)).toBe('1 day 2 h')
    expect(formatDuration(null)).toBe('–')
    expect(formatShortDuration(5_400_000)).toBe('1.5 h')
  })
})
