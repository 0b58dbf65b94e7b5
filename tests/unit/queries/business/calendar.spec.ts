import { describe, expect, it } from 'vitest'

import {
  addDays,
  aYearBefore,
  countDays,
  dayOf,
  endOf,
  isDay,
  sameTimeYesterday,
} from '@/queries/business/calendar'
import { rangeBefore, rangeOf, shiftRange, splitRange } from '@/queries/business/periods'

const sydney = 'Australia/Sydney'

describe('days', () => {
  it('are those of the time zone, on the nights when the clocks change too', () => {
    expect(dayOf(new Date('2026-10-03T13:59:59.999Z'), sydney)).toBe('2026-10-03')
    expect(dayOf(new Date('2026-10-03T14:00:00.000Z'), sydney)).toBe('2026-10-04')
    // That day has 23 hours: it ends at 13:00 UTC.
    expect(dayOf(new Date('2026-10-04T12:59:59.999Z'), sydney)).toBe('2026-10-04')
    expect(dayOf(new Date('2026-10-04T13:00:00.000Z'), sydney)).toBe('2026-10-05')
    // And this one 25, from 13:00 to 14:00 UTC.
    expect(dayOf(new Date('2026-04-04T13:00:00.000Z'), sydney)).toBe('2026-04-05')
    expect(dayOf(new Date('2026-04-05T13:59:59.999Z'), sydney)).toBe('2026-04-05')
  })

  it('count on over months, leap years and the changes of the clocks', () => {
    expect(addDays('2026-10-03', 2)).toBe('2026-10-05')
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29')
    expect(countDays('2026-01-01', '2026-12-31')).toBe(365)
    expect(aYearBefore('2028-02-29')).toBe('2027-03-01')
  })

  it('exist', () => {
    expect(isDay('2028-02-29')).toBe(true)
    expect(['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', ''].some(isDay)).toBe(false)
  })
})

describe('the same time yesterday', () => {
  it('is what the clocks showed, not 24 hours ago', () => {
    const before = (at: string) => sameTimeYesterday(new Date(at), sydney).toISOString()
    expect(before('2026-11-23T03:00:00.000Z')).toBe('2026-11-22T03:00:00.000Z')
    // 4 October, 12:00 in summer time; the day before, 12:00 in standard time was at 02:00 UTC.
    expect(before('2026-10-04T01:00:00.000Z')).toBe('2026-10-03T02:00:00.000Z')
    expect(before('2026-04-05T02:00:00.000Z')).toBe('2026-04-04T01:00:00.000Z')
  })
})

describe('periods', () => {
  it('have weeks that begin on Monday and months that are whole, cut at both ends', () => {
    expect(endOf('2026-11-22', 'week')).toBe('2026-11-22')
    expect(endOf('2026-11-23', 'week')).toBe('2026-11-29')
    expect(splitRange({ from: '2026-11-18', to: '2026-11-24' }, 'week')).toEqual([
      { from: '2026-11-18', to: '2026-11-22' },
      { from: '2026-11-23', to: '2026-11-24' },
    ])
    expect(splitRange({ from: '2027-12-31', to: '2028-03-01' }, 'month')).toEqual([
      { from: '2027-12-31', to: '2027-12-31' },
      { from: '2028-01-01', to: '2028-01-31' },
      { from: '2028-02-01', to: '2028-02-29' },
      { from: '2028-03-01', to: '2028-03-01' },
    ])
  })

  it('are compared with as many days directly before', () => {
    expect(rangeOf('7d', '2026-11-23')).toEqual({ from: '2026-11-17', to: '2026-11-23' })
    expect(rangeOf('12m', '2026-11-23')).toEqual({ from: '2025-11-24', to: '2026-11-23' })
    expect(rangeBefore({ from: '2026-11-17', to: '2026-11-23' })).toEqual({
      from: '2026-11-10',
      to: '2026-11-16',
    })
    expect(shiftRange({ from: '2026-11-17', to: '2026-11-18' }, 7)).toEqual({
      from: '2026-11-10',
      to: '2026-11-11',
    })
  })
})
