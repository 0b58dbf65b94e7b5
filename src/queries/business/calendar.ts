/** A calendar day as `YYYY-MM-DD`; as text it sorts in time's order. */
export type Day = string

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

/** The day of a moment in a time zone. */
export const dayOf = (at: Date, timeZone: string): Day => toText(new Date(wallMs(at, timeZone)))

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

/** What the clocks of a time zone show, as if it were UTC. */
const wallMs = (at: Date, timeZone: string): number => {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  return Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
    at.getUTCMilliseconds(),
  )
}

const clocks = new Map<string, Intl.DateTimeFormat>()

const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone)
  if (known) return known
  const made = new Intl.DateTimeFormat('en-AU', {
    timeZone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    hourCycle: 'h23',
  })
  clocks.set(timeZone, made)
  return made
}

const toText = (date: Date): Day => date.toISOString().slice(0, 10)
