const clock = new Intl.DateTimeFormat('en-AU', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})
const exactClock = new Intl.DateTimeFormat('en-AU', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
  hourCycle: 'h23',
})
const shortClock = new Intl.DateTimeFormat('en-AU', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})
const day = new Intl.DateTimeFormat('en-AU', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})
const date = new Intl.DateTimeFormat('en-AU', { day: 'numeric', month: 'short', year: 'numeric' })
const calendarDay = new Intl.DateTimeFormat('en-AU', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})
const exact = new Intl.DateTimeFormat('en-AU', {
  dateStyle: 'full',
  timeStyle: 'long',
  hourCycle: 'h23',
} as Intl.DateTimeFormatOptions)

/** A moment as it comes from the server (ISO 8601) or from the browser's clock (milliseconds). */
export type Moment = string | number | null | undefined

/** `09:41:16` in the reader's time zone; nothing where there is no such moment. */
export const formatClock = (moment: Moment): string => format(clock, moment)

/** `09:41:16.120`, with the date before it where that is another day than the present one. */
export const formatClockExactly = (moment: Moment, now = Date.now()): string => {
  const at = toMilliseconds(moment)
  if (at === undefined) return ''
  const isToday = date.format(at) === date.format(now)
  return `${isToday ? '' : `${date.format(at)}, `}${exactClock.format(at)}`
}

/** `09:41`. */
export const formatShortClock = (moment: Moment): string => format(shortClock, moment)

/** `Sunday, 22 November 2026`. */
export const formatDay = (moment: Moment): string => format(day, moment)

/** `22 Nov 2026` in the reader's time zone. */
export const formatDate = (moment: Moment): string => format(date, moment)

/** `22 Nov 2026` of a value that is a calendar day and no moment, such as a date of birth. */
export const formatCalendarDay = (moment: Moment): string => format(calendarDay, moment)

/** The whole truth, for a hover: weekday, date, seconds, zone. */
export const formatExact = (moment: Moment): string => format(exact, moment)

/**
 * How long ago, in one glance: `now`, `12 s`, `4 m`, `3 h`, `2 d`; after a week the date. A moment that the reader's
 * clock has not reached yet is `now`: two clocks never agree.
 */
export const formatElapsed = (moment: Moment, now: number): string => {
  const at = toMilliseconds(moment)
  if (at === undefined) return ''
  const seconds = Math.floor((now - at) / 1_000)
  if (seconds < 1) return 'now'
  if (seconds < 60) return `${seconds} s`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m`
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`
  if (seconds < 7 * 86_400) return `${Math.floor(seconds / 86_400)} d`
  return formatDate(at)
}

/** `12 s ago`, `now`, `22 Nov 2026`. */
export const formatAgo = (moment: Moment, now: number): string => {
  const elapsed = formatElapsed(moment, now)
  return /^\d+ [smhd]$/.test(elapsed) ? `${elapsed} ago` : elapsed
}

/** A moment in milliseconds; nothing where the text names none. */
export const toMilliseconds = (moment: Moment): number | undefined => {
  if (moment === null || moment === undefined || moment === '') return undefined
  const at = typeof moment === 'number' ? moment : Date.parse(moment)
  return Number.isNaN(at) ? undefined : at
}

const format = (formatter: Intl.DateTimeFormat, moment: Moment): string => {
  const at = toMilliseconds(moment)
  return at === undefined ? '' : formatter.format(at)
}
