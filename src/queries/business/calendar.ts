import { type Day, wallMs } from '@/projections/analytics/day'

export { type Day, dayOf } from '@/projections/analytics/day'

/** How the days of a period are put together. */
export type BucketSize = 'day' | 'week' | 'month'

const dayMs = 86_400_000

/** Whether a text names a day that exists. */
export const isDay = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}$/.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  toText(new Date(text)) === text

/** The day that lies `count` days after (before, where it is negative). */
export const addDays = (day: Day, count: number): Day =>
  toText(new Date(Date.parse(day) + count * dayMs))

/** How many days a range has, both ends included. */
export const countDays = (from: Day, to: Day): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1

/** Every day of a range, both ends included. */
export const daysOf = (from: Day, to: Day): Day[] =>
  Array.from({ length: countDays(from, to) }, (_, index) => addDays(from, index))

/** The last day of the week (they begin on Monday) or month that a day lies in. */
export const endOf = (day: Day, by: BucketSize): Day => {
  if (by === 'day') return day
  const date = new Date(day)
  if (by === 'week') return addDays(day, (7 - date.getUTCDay()) % 7)
  return toText(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)))
}

/** The same day a year before; 1 March where that year has no 29 February. */
export const aYearBefore = (day: Day): Day => {
  const date = new Date(day)
  return toText(
    new Date(Date.UTC(date.getUTCFullYear() - 1, date.getUTCMonth(), date.getUTCDate())),
  )
}

/**
 * The moment at which the clocks of a time zone showed, one day earlier, what they show at `at`.
 * Where they never showed it (the hour that a spring night leaves out), an hour beside it.
 */
export const sameTimeYesterday = (at: Date, timeZone: string): Date => {
  const wanted = wallMs(at, timeZone) - dayMs
  let guess = wanted
  for (let round = 0; round < 2; round++)
    guess = wanted - (wallMs(new Date(guess), timeZone) - guess)
  return new Date(guess)
}

const toText = (date: Date): Day => date.toISOString().slice(0, 10)
