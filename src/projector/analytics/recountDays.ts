import {
  type AnalyticsName,
  applicationStatsName,
  conversationStatsName,
  dailyMetricsName,
} from '@/projections/analytics'
import {
  dailyMetrics,
  type DayRows,
  type Group,
  hasNumbers,
} from '@/projections/analytics/dailyMetrics'
import type { Day } from '@/projections/analytics/day'
import type { DailyMetricsDocument } from '@/projections/analytics/documents'

import type { Recounting } from './recount'
import { readStats } from './sources'

/** A day as it is stored, and as the numbers of conversations and applications say. */
export interface RecountedDay {
  collection: typeof dailyMetricsName
  id: Day
  stored: DailyMetricsDocument | undefined
  /** Absent where nothing happened on it. */
  expected: DailyMetricsDocument | undefined
  /** The same, or zeros. */
  counted: DailyMetricsDocument
}

/** A busy day has tens of thousands of values: those of no more days are held at a time. */
export const daysAtOnce = 5

/** Counts some days wholly: whatever moved from one to the other counts once. */
export const recountDays = async (
  from: Recounting,
  days: readonly Day[],
): Promise<RecountedDay[]> => {
  if (days.length === 0) return []
  const rows = new Map<Day, Counting>(days.map((day) => [day, emptyDay()]))
  await countConversations(from, days, rows)
  await countMessages(from, days, rows)
  await countApplications(from, days, rows)
  const stored = await readStats<DailyMetricsDocument>(from, dailyMetricsName, days)
  return days.map((day) => {
    const counted = dailyMetrics(day, rows.get(day)!)
    return {
      collection: dailyMetricsName,
      id: day,
      stored: stored.get(day),
      expected: hasNumbers(counted) ? counted : undefined,
      counted,
    }
  })
}

interface Counting extends DayRows {
  started: DayRows['started'][number][]
  begun: DayRows['begun'][number][]
  ended: DayRows['ended'][number][]
}

const emptyDay = (): Counting => ({
  started: [],
  begun: [],
  ended: [],
  customerMessages: 0,
  brokerMessages: 0,
})

type Rows = ReadonlyMap<Day, Counting>

const countConversations = async (
  from: Recounting,
  days: readonly Day[],
  rows: Rows,
): Promise<void> => {
  const started = { day: 'startedDay', at: 'startedAt', values: ['firstAnswerMs'] } as const
  for (const group of await readGroups(from, conversationStatsName, days, started))
    rows.get(group.day)!.started.push(group)
}

const countMessages = async (
  { session, store, target }: Recounting,
  days: readonly Day[],
  rows: Rows,
): Promise<void> => {
  const counted = await store.db
    .collection(target.collectionName(conversationStatsName))
    .aggregate<{ _id: Day; customer: number; broker: number }>(
      [
        { $match: { 'messagesByDay.day': { $in: days } } },
        { $project: { messagesByDay: 1 } },
        { $unwind: '$messagesByDay' },
        { $match: { 'messagesByDay.day': { $in: days } } },
        {
          $group: {
            _id: '$messagesByDay.day',
            customer: { $sum: '$messagesByDay.customer' },
            broker: { $sum: '$messagesByDay.broker' },
          },
        },
      ],
      { session },
    )
    .toArray()
  for (const { _id: day, broker, customer } of counted) {
    const row = rows.get(day)!
    row.customerMessages = customer
    row.brokerMessages = broker
  }
}

const countApplications = async (
  from: Recounting,
  days: readonly Day[],
  rows: Rows,
): Promise<void> => {
  const begun = { day: 'begunDay', at: 'begunAt', values: ['loanAmount'] } as const
  for (const group of await readGroups(from, applicationStatsName, days, begun))
    rows.get(group.day)!.begun.push(group)
  const ended = {
    day: 'decidedDay',
    at: 'decidedAt',
    values: ['loanAmount', 'timeToDecisionMs'],
  } as const
  for (const group of await readGroups(from, applicationStatsName, days, ended))
    rows.get(group.day)!.ended.push(group)
}

/** Which field says the day, which one the time, and which ones have the values. */
interface Grouping<Value extends string> {
  day: string
  at: string
  values: readonly Value[]
}

/**
 * Groups in the database, which hands out bare lists of numbers: a document for each row would cost
 * the process many times as much. A list of a million numbers would not fit into a
 * document: each is of one hour.
 * @throws what the database throws
 */
const readGroups = async <Value extends string>(
  { session, store, target }: Recounting,
  name: AnalyticsName,
  days: readonly Day[],
  { at, day, values }: Grouping<Value>,
): Promise<(Group<Value> & { day: Day })[]> => {
  const lists = values.map((value) => [value, { $push: numberIn(value) }])
  return store.db
    .collection(target.collectionName(name))
    .aggregate<Group<Value> & { day: Day }>(
      [
        { $match: { [day]: { $in: days } } },
        {
          $group: {
            _id: { day: `$${day}`, outcome: '$outcome', hour: hourOf(at) },
            count: { $sum: 1 },
            ...Object.fromEntries(lists),
          },
        },
        { $set: { day: '$_id.day', outcome: '$_id.outcome' } },
        { $unset: '_id' },
      ],
      { session },
    )
    .toArray()
}

/** Whoever altered a document by hand may have left anything in place of a number: it has no value. */
const numberIn = (field: string) => ({
  $cond: [{ $isNumber: `$${field}` }, `$${field}`, '$$REMOVE'],
})

/** Nor need a date be one. */
const hourOf = (field: string) => ({
  $hour: { $convert: { input: `$${field}`, to: 'date', onError: null, onNull: null } },
})
