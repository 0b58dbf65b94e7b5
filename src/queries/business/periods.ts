import {
  addDays,
  aYearBefore,
  countDays,
  daysOf,
  endOf,
  type BucketSize,
  type Day,
} from './calendar'

/** Days, both ends included. */
export interface DayRange {
  from: Day
  to: Day
}

/** Periods that end today. */
export const presets = ['7d', '30d', '90d', '12m'] as const

/** @see presets */
export type Preset = (typeof presets)[number]

/** The longest period that can be asked for, in days: three years. */
export const maximumDays = 1_096

/** The days of a preset, of which `today` is the last one. */
export const rangeOf = (preset: Preset, today: Day): DayRange => ({
  from:
    preset === '12m' ? addDays(aYearBefore(today), 1) : addDays(today, 1 - parseInt(preset, 10)),
  to: today,
})

/** The days directly before a period, as many as it has. */
export const rangeBefore = ({ from, to }: DayRange): DayRange => ({
  from: addDays(from, -countDays(from, to)),
  to: addDays(from, -1),
})

/** Whether anything was counted by the end of some days; zeros of earlier days say nothing. */
export const isCounted = ({ to }: DayRange, firstDay: Day | null): boolean =>
  firstDay !== null && firstDay <= to

/** A size that leaves between a handful and some dozens of bars. */
export const suitableSize = ({ from, to }: DayRange): BucketSize => {
  const days = countDays(from, to)
  return days <= 45 ? 'day' : days <= 200 ? 'week' : 'month'
}

/**
 * The weeks or months of a period. The first and the last one are cut where the period begins and
 * ends.
 */
export const splitRange = ({ from, to }: DayRange, by: BucketSize): DayRange[] => {
  const parts: DayRange[] = []
  for (let start = from; start <= to; start = addDays(parts.at(-1)!.to, 1)) {
    const end = endOf(start, by)
    parts.push({ from: start, to: end < to ? end : to })
  }
  return parts
}

/** Days of the same number that lie `days` days earlier: what a bar is compared with. */
export const shiftRange = ({ from, to }: DayRange, days: number): DayRange => ({
  from: addDays(from, -days),
  to: addDays(to, -days),
})

/** Finds the part of a period that a day lies in. */
export const partFinder = (parts: readonly DayRange[]): ((day: Day) => number | undefined) => {
  const indexes = new Map(
    parts.flatMap(({ from, to }, index) => daysOf(from, to).map((day) => [day, index] as const)),
  )
  return (day) => indexes.get(day)
}
