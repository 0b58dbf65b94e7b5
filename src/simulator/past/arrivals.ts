import type { Random } from '../random'

/** How conversations spread over the days of a past. */
export interface Demand {
  days: number
  /** Where the past ends. */
  until: Date
  /** Whose week days and hours people keep. */
  timeZone: string
  random: Random
}

/** When conversations began, in milliseconds since the epoch, in order: more from week to week. */
export const arrivals = ({ days, random, timeZone, until }: Demand): number[] => {
  const clock = new Intl.DateTimeFormat('en-AU', {
    timeZone,
    weekday: 'short',
    hour: 'numeric',
    hourCycle: 'h23',
  })
  const fromMs = until.getTime() - days * 24 * hourMs
  const begun: number[] = []
  for (let hour = 0; hour < days * 24; hour++) {
    const startMs = fromMs + hour * hourMs
    const expected =
      firstPerDay * (lastPerDay / firstPerDay) ** (hour / (days * 24)) * shareOf(clock, startMs)
    const pause = () => -Math.log(1 - random.next()) / expected
    for (let at = pause(); at < 1; at += pause()) begun.push(Math.floor(startMs + at * hourMs))
  }
  return begun
}

const hourMs = 3_600_000

/** Conversations on an ordinary day, at the beginning of the past and at its end. */
const firstPerDay = 2
const lastPerDay = 7

const weekdays: Record<string, number> = {
  Mon: 1.3,
  Tue: 1.2,
  Wed: 1.1,
  Thu: 1.1,
  Fri: 0.95,
  Sat: 0.7,
  Sun: 0.65,
}

/** Over lunch and after work; hardly anybody at night. */
const hours = [
  ...[2, 1, 1, 1, 1, 2],
  ...[6, 14, 26, 34, 38, 40],
  ...[48, 44, 36, 34, 36, 42],
  ...[50, 58, 60, 48, 26, 10],
]
const allHours = hours.reduce((sum, weight) => sum + weight, 0)

/** How much of an ordinary day's demand falls into the hour of a moment. */
const shareOf = (clock: Intl.DateTimeFormat, atMs: number): number => {
  const parts = clock.formatToParts(atMs)
  const part = (type: 'hour' | 'weekday') => parts.find((each) => each.type === type)!.value
  return (weekdays[part('weekday')]! * hours[Number(part('hour'))]!) / allHours
}
