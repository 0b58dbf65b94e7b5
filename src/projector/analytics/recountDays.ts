import {
  applicationStatsName,
  conversationStatsName,
  dailyMetricsName,
} from '@/projections/analytics'
import { dailyMetrics, type DayRows, hasNumbers } from '@/projections/analytics/dailyMetrics'
import type { Day } from '@/projections/analytics/day'
import type {
  ApplicationStatsDocument,
  ConversationStatsDocument,
  DailyMetricsDocument,
} from '@/projections/analytics/documents'

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

/** A busy day has tens of thousands of rows: those of no more days are held at a time. */
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

type Counting = DayRows & { [List in 'started' | 'begun' | 'ended']: DayRows[List][number][] }

const emptyDay = (): Counting => ({
  started: [],
  begun: [],
  ended: [],
  customerMessages: 0,
  brokerMessages: 0,
})

type Rows = ReadonlyMap<Day, Counting & { customerMessages: number; brokerMessages: number }>

const countConversations = async (
  { session, store, target }: Recounting,
  days: readonly Day[],
  rows: Rows,
): Promise<void> => {
  const started = store.db
    .collection<ConversationStatsDocument>(target.collectionName(conversationStatsName))
    .find(
      { startedDay: { $in: [...days] } },
      { projection: { _id: 0, startedDay: 1, outcome: 1, firstAnswerMs: 1 }, session, batchSize },
    )
  for await (const row of started) rows.get(row.startedDay)!.started.push(row)
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
  { session, store, target }: Recounting,
  days: readonly Day[],
  rows: Rows,
): Promise<void> => {
  const stats = store.db.collection<ApplicationStatsDocument>(
    target.collectionName(applicationStatsName),
  )
  const read = (day: 'begunDay' | 'decidedDay') =>
    stats.find(
      { [day]: { $in: [...days] } },
      {
        projection: { _id: 0, [day]: 1, outcome: 1, loanAmount: 1, timeToDecisionMs: 1 },
        session,
        batchSize,
      },
    )
  for await (const row of read('begunDay')) rows.get(row.begunDay!)!.begun.push(row)
  for await (const row of read('decidedDay')) rows.get(row.decidedDay!)!.ended.push(row)
}

const batchSize = 5_000
