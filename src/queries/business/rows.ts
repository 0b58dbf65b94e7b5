import type { Db, Document, Filter } from 'mongodb'

import type {
  ApplicationStatsDocument,
  ConversationStatsDocument,
  DailyMetricsDocument,
} from '@/projections/analytics/documents'
import { earliestDay } from '@/projections/analytics/day'

import { maximumReadMs } from '../database'
import { applicationsMatching, conversationsMatching, type BusinessFilters } from './filters'
import type { Day } from './calendar'
import type { DayRange } from './periods'

/** What the numbers need to know of a conversation. */
export type ConversationRow = Pick<
  ConversationStatsDocument,
  'startedDay' | 'status' | 'lastEventAt' | 'stages' | 'stagesReached'
> &
  Partial<
    Pick<
      ConversationStatsDocument,
      'outcome' | 'firstAnswerMs' | 'brokerAnswers' | 'customerAnswers' | 'dropOffStage'
    >
  >

/** What the numbers need to know of an application. */
export type ApplicationRow = Partial<
  Pick<
    ApplicationStatsDocument,
    'begunDay' | 'decidedDay' | 'outcome' | 'loanAmount' | 'timeToDecisionMs'
  >
>

/** How many documents one read goes through at most; what lies beyond is told, not guessed. */
export const maximumRows = 100_000

/** What all reads of one answer share. */
export interface RowSource {
  database: Db
  filters: BusinessFilters
  /** @see maximumRows */
  limit: number
}

/** Rows one by one, and whether there were more than the limit once they have been read. */
export interface Rows<T> extends AsyncIterable<T> {
  wasCut: () => boolean
}

/** Conversations that started in a range, newest day first. `withStages` brings their stages too. */
export const conversationRows = (
  { database, filters, limit }: RowSource,
  { from, to }: DayRange,
  withStages: boolean,
): Rows<ConversationRow> =>
  bounded(limit, (atMost) =>
    database
      .collection<ConversationStatsDocument>('conversation-stats')
      .find(
        {
          $and: [{ startedDay: { $gte: from, $lte: to } }, conversationsMatching(filters)],
        } as Filter<ConversationStatsDocument>,
        { maxTimeMS: maximumReadMs, batchSize },
      )
      .sort({ startedDay: -1 })
      .limit(atMost)
      .project<ConversationRow>({
        _id: 0,
        startedDay: 1,
        outcome: 1,
        firstAnswerMs: 1,
        'brokerAnswers.medianMs': 1,
        'customerAnswers.medianMs': 1,
        ...(withStages && {
          status: 1,
          lastEventAt: 1,
          stages: 1,
          stagesReached: 1,
          dropOffStage: 1,
        }),
      }),
  )

/** Applications that begun, or came to their present outcome, in a range; newest day first. */
export const applicationRows = (
  { database, filters, limit }: RowSource,
  { from, to }: DayRange,
  day: 'begunDay' | 'decidedDay',
): Rows<ApplicationRow> =>
  bounded(limit, (atMost) =>
    database
      .collection('application-stats')
      .aggregate<ApplicationRow>(
        [
          ...applicationsMatching({ [day]: { $gte: from, $lte: to } }, filters),
          { $sort: { [day]: -1 } },
          { $limit: atMost },
          { $project: { _id: 0, [day]: 1, outcome: 1, loanAmount: 1, timeToDecisionMs: 1 } },
        ],
        { maxTimeMS: maximumReadMs, batchSize, allowDiskUse: true },
      ),
  )

/** What each day of a range counts already; days on which nothing happened are missing. */
export const dailyRows = (database: Db, { from, to }: DayRange): Promise<DailyMetricsDocument[]> =>
  database
    .collection<DailyMetricsDocument>('daily-metrics')
    .find({ day: { $gte: from, $lte: to } }, { maxTimeMS: maximumReadMs })
    .toArray()

/**
 * The first day on which anything happened, by the clocks of whoever told of it; nothing where
 * nothing ever did. The day that stands for all times before the year 1 is none.
 */
export const firstCountedDay = async (database: Db): Promise<Day | null> => {
  const first = await database
    .collection<DailyMetricsDocument>('daily-metrics')
    .findOne(
      { day: { $gt: earliestDay } },
      { sort: { day: 1 }, projection: { day: 1 }, maxTimeMS: maximumReadMs },
    )
  return first?.day ?? null
}

/** How many messages the conversations that filters mean had on each day of a range. */
export const messagesByDay = async (
  { database, filters }: RowSource,
  { from, to }: DayRange,
): Promise<{ day: string; messages: number }[]> => {
  const isWithin = { day: { $gte: from, $lte: to } }
  const pipeline: Document[] = [
    {
      $match: {
        $and: [{ messagesByDay: { $elemMatch: isWithin } }, conversationsMatching(filters)],
      },
    },
    { $project: { messagesByDay: 1 } },
    { $unwind: '$messagesByDay' },
    { $match: { 'messagesByDay.day': isWithin.day } },
    {
      $group: {
        _id: '$messagesByDay.day',
        messages: { $sum: { $add: ['$messagesByDay.customer', '$messagesByDay.broker'] } },
      },
    },
    { $project: { _id: 0, day: '$_id', messages: 1 } },
  ]
  return database
    .collection('conversation-stats')
    .aggregate<{ day: string; messages: number }>(pipeline, { maxTimeMS: maximumReadMs })
    .toArray()
}

const batchSize = 5_000

/** One more than the limit is asked for: its presence tells that something was left out. */
const bounded = <T>(limit: number, open: (atMost: number) => AsyncIterable<T>): Rows<T> => {
  let isCut = false
  return {
    wasCut: () => isCut,
    async *[Symbol.asyncIterator]() {
      let count = 0
      for await (const row of open(limit + 1)) {
        if (++count > limit) {
          isCut = true
          return
        }
        yield row
      }
    },
  }
}
