/**
 * A calendar day as `YYYY-MM-DD`; as text it sorts in time's order. There is none before the year 1
 * and none after 9999.
 */
export type Day = string

/** Stands for all earlier ones, too. */
export const earliestDay: Day = '0001-01-01'
const lastDay: Day = '9999-12-31'

/** The day of a moment in a time zone; the first or the last one for what lies outside. */
export const dayOf = (at: Date, timeZone: string): Day => {
  // A clock may be ahead of UTC or behind it by less than a day, and tells no era.
  if (at.getTime() < Date.parse(earliestDay) + dayMs) return earliestDay
  const day = new Date(wallMs(at, timeZone)).toISOString()
  return day.startsWith('+') ? lastDay : day.slice(0, 10)
}

const dayMs = 86_400_000

/** Gives the day of each moment of a sequence; moments of one minute are worked out once. */
export const createDayFinder = (timeZone: string): ((at: Date) => Day) => {
  let minute: number | undefined
  let day = ''
  return (at) => {
    const next = Math.floor(at.getTime() / 60_000)
    // Before, clocks were set by seconds here and there.
    if (next !== minute || next < firstWholeMinute) day = dayOf(at, timeZone)
    minute = next
    return day
  }
}

/** What the clocks of a time zone show, as if it were UTC; from the year 1 on. */
export const wallMs = (at: Date, timeZone: string): number => {
  const parts = new Map(
    clockOf(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, Number(value)]),
  )
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  // `Date.UTC` takes a year below 100 for one of the last century.
  const midnight = new Date(0).setUTCFullYear(part('year'), part('month') - 1, part('day'))
  return (
    midnight +
    (part('hour') * 3_600 + part('minute') * 60 + part('second')) * 1_000 +
    at.getUTCMilliseconds()
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

/** 1 January 1973: since then every clock differs from UTC by whole minutes. */
const firstWholeMinute = Date.UTC(1973, 0, 1) / 60_000
