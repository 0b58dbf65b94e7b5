/** A calendar day as `YYYY-MM-DD`; as text it sorts in time's order. */
export type Day = string

/** The day of a moment in a time zone. */
export const dayOf = (at: Date, timeZone: string): Day =>
  new Date(wallMs(at, timeZone)).toISOString().slice(0, 10)

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

/** What the clocks of a time zone show, as if it were UTC. */
export const wallMs = (at: Date, timeZone: string): number => {
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

/** 1 January 1973: since then every clock differs from UTC by whole minutes. */
const firstWholeMinute = Date.UTC(1973, 0, 1) / 60_000
