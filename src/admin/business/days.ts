import type { BucketSize, Day } from '@/queries/business/calendar'
import type { DayRange } from '@/queries/business/periods'

const formatter = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-AU', { ...options, timeZone: 'UTC' })

const short = formatter({ day: 'numeric', month: 'short' })
const full = formatter({ day: 'numeric', month: 'short', year: 'numeric' })
const weekday = formatter({ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
const month = formatter({ month: 'short', year: '2-digit' })
const fullMonth = formatter({ month: 'long', year: 'numeric' })

/** `12 Nov 2026`. */
export const formatDay = (day: Day): string => full.format(new Date(day))

/** `1 Nov 2026 – 7 Nov 2026`; one day stands alone, with its weekday. */
export const formatRange = ({ from, to }: DayRange): string =>
  from === to ? weekday.format(new Date(from)) : `${formatDay(from)} – ${formatDay(to)}`

/** What an axis says of a day, a week (its first day) or a month. */
export const toAxisLabel = ({ from }: DayRange, by: BucketSize): string =>
  (by === 'month' ? month : short).format(new Date(from))

/** What a table says of it: a whole month by its name, everything else by its days. */
export const toTitle = (range: DayRange, by: BucketSize): string =>
  by === 'month' && isWholeMonth(range)
    ? fullMonth.format(new Date(range.from))
    : formatRange(range)

const isWholeMonth = ({ from, to }: DayRange): boolean => {
  const dayAfter = new Date(Date.parse(to) + 86_400_000)
  return from.endsWith('-01') && dayAfter.getUTCDate() === 1 && from.slice(0, 7) === to.slice(0, 7)
}
