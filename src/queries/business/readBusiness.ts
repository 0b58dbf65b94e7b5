import type { Db } from 'mongodb'

import { countDays, dayOf, type BucketSize, type Day } from './calendar'
import { DecisionTimes, type DecisionTimeBar } from './decisionTimes'
import { DropOff, type DropOffBar } from './dropOff'
import { isFiltered, type BusinessFilters } from './filters'
import { Funnel, type FunnelStep } from './funnel'
import type { BusinessNumbers } from './numbers'
import { partFinder, rangeBefore, shiftRange, splitRange, type DayRange } from './periods'
import {
  applicationRows,
  conversationRows,
  dailyRows,
  firstCountedDay,
  maximumRows,
  messagesByDay,
  type RowSource,
} from './rows'
import { Tally } from './tally'

/** What is asked about the business. */
export interface BusinessQuestion {
  database: Db
  from: Day
  to: Day
  by: BucketSize
  filters: BusinessFilters
  now: Date
  timeZone: string
  /** @see maximumRows */
  rowLimit?: number
}

/** The numbers of one day, week or month, beside those of as many days one period earlier. */
export interface BusinessBucket extends DayRange {
  /** Whether today lies in it, so that it is not over. */
  isOpen: boolean
  numbers: BusinessNumbers
  before: DayRange & { numbers: BusinessNumbers }
}

/** How the business did in a period, beside the period directly before. */
export interface BusinessSummary {
  /** Nothing that happened later is in the numbers; ISO 8601. */
  asOf: string
  timeZone: string
  by: BucketSize
  period: DayRange & { days: number; isOpen: boolean; numbers: BusinessNumbers }
  before: DayRange & { numbers: BusinessNumbers }
  /** The first day of which anything is counted: whatever lies before cannot be compared with. */
  firstDay: Day | null
  buckets: BusinessBucket[]
  funnel: FunnelStep[]
  dropOff: DropOffBar[]
  decisionTimes: DecisionTimeBar[]
  decisionTimesUnknown: number
  /**
   * Set where there was more to read than one answer may: what needs raw values (medians, funnel,
   * drop-off, distribution; under filters everything) then covers the newest `rowLimit` alone.
   */
  cut: { rowLimit: number } | null
}

/** Reads and counts everything that the business page shows of a period. */
export const readBusiness = async ({
  by,
  database,
  filters,
  from,
  now,
  rowLimit = maximumRows,
  timeZone,
  to,
}: BusinessQuestion): Promise<BusinessSummary> => {
  const source: RowSource = { database, filters, limit: rowLimit }
  const period = { from, to }
  const days = countDays(from, to)
  const parts = splitRange(period, by)
  const today = dayOf(now, timeZone)
  const funnel = new Funnel()
  const dropOff = new DropOff(now)
  const times = new DecisionTimes()
  const current = stretches(period, parts)
  const earlier = stretches(
    rangeBefore(period),
    parts.map((part) => shiftRange(part, days)),
  )
  const [firstDay, isCurrentCut, isEarlierCut] = await Promise.all([
    firstCountedDay(database),
    count(source, current, {
      conversation: (row) => {
        funnel.add(row)
        dropOff.add(row)
      },
      decision: (row) => times.add(row),
    }),
    count(source, earlier),
  ])
  const isOpen = (range: DayRange): boolean => range.from <= today && today <= range.to
  return {
    asOf: now.toISOString(),
    timeZone,
    by,
    period: { ...period, days, isOpen: isOpen(period), numbers: current.whole.toNumbers() },
    before: { ...rangeBefore(period), numbers: earlier.whole.toNumbers() },
    firstDay,
    buckets: parts.map((part, index) => ({
      ...part,
      isOpen: isOpen(part),
      numbers: current.tallies[index]!.toNumbers(),
      before: { ...earlier.parts[index]!, numbers: earlier.tallies[index]!.toNumbers() },
    })),
    funnel: funnel.toSteps(),
    dropOff: dropOff.toBars(funnel.toStages()),
    decisionTimes: times.toBars(),
    decisionTimesUnknown: times.countUnknown(),
    cut: isCurrentCut || isEarlierCut ? { rowLimit } : null,
  }
}

/** A period, its parts, and what was counted in each of them. */
interface Stretches {
  range: DayRange
  parts: DayRange[]
  whole: Tally
  tallies: Tally[]
  /** The tallies that a day counts in. */
  of: (day: Day) => Tally[]
}

const stretches = (range: DayRange, parts: DayRange[]): Stretches => {
  const whole = new Tally()
  const tallies = parts.map(() => new Tally())
  const find = partFinder(parts)
  const of = (day: Day): Tally[] => {
    const part = find(day)
    return part === undefined ? [] : [whole, tallies[part]!]
  }
  return { range, parts, whole, tallies, of }
}

/** What else wants to know of the rows that are counted. */
interface Listeners {
  conversation: (row: Parameters<Funnel['add']>[0]) => void
  decision: (row: Parameters<DecisionTimes['add']>[0]) => void
}

/** @returns whether there was more than the limit */
const count = async (
  source: RowSource,
  { of, range }: Stretches,
  listeners?: Listeners,
): Promise<boolean> => {
  const isNarrowed = isFiltered(source.filters)
  const conversations = conversationRows(source, range, listeners !== undefined)
  const decisions = applicationRows(source, range, 'decidedDay')
  const begun = applicationRows(source, range, 'begunDay')
  const readConversations = async (): Promise<void> => {
    for await (const row of conversations) {
      listeners?.conversation(row)
      for (const tally of of(row.startedDay)) {
        tally.addAnswers(row)
        if (isNarrowed) tally.addStarted(row)
      }
    }
  }
  const readDecisions = async (): Promise<void> => {
    for await (const row of decisions) {
      listeners?.decision(row)
      for (const tally of of(row.decidedDay!)) {
        tally.addDecisionTime(row)
        if (isNarrowed) tally.addOutcome(row)
      }
    }
  }
  const readBegun = async (): Promise<void> => {
    for await (const row of begun) for (const tally of of(row.begunDay!)) tally.addBegun(row)
  }
  const readMessages = async (): Promise<void> => {
    for (const { day, messages } of await messagesByDay(source, range))
      for (const tally of of(day)) tally.addMessages(messages)
  }
  const readDays = async (): Promise<void> => {
    for (const day of await dailyRows(source.database, range))
      for (const tally of of(day.day)) tally.addDay(day)
  }
  await Promise.all([
    readConversations(),
    readDecisions(),
    ...(isNarrowed ? [readBegun(), readMessages()] : [readDays()]),
  ])
  return [conversations, decisions, begun].some((rows) => rows.wasCut())
}
