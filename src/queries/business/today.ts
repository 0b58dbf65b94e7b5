import type { Db } from 'mongodb'

import { maximumReadMs } from '../database'
import { addDays, dayOf, sameTimeYesterday, type Day } from './calendar'

/** What has happened on a day up to some time of it. */
export interface DayUntilNow {
  conversationsStarted: number
  decided: number
  approved: number
  amountApproved: number
}

/** Today until now beside yesterday until the same time by the clock. */
export interface Today {
  day: Day
  until: string
  today: DayUntilNow
  yesterday: DayUntilNow
}

/** Counts today and yesterday up to the same time of day. */
export const readToday = async (
  database: Db,
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<Today> => {
  const day = dayOf(now, timeZone)
  const [today, yesterday] = await Promise.all([
    readUntil(database, day, now),
    readUntil(database, addDays(day, -1), sameTimeYesterday(now, timeZone)),
  ])
  return { day, until: now.toISOString(), today, yesterday }
}

const readUntil = async (database: Db, day: Day, until: Date): Promise<DayUntilNow> => {
  const options = { maxTimeMS: maximumReadMs }
  const [conversationsStarted, outcomes] = await Promise.all([
    database
      .collection('conversation-stats')
      .countDocuments({ startedDay: day, startedAt: { $lte: until } }, options),
    database
      .collection('application-stats')
      .aggregate<{ _id: string; applications: number; amount: number }>(
        [
          { $match: { decidedDay: day, decidedAt: { $lte: until } } },
          {
            $group: { _id: '$outcome', applications: { $sum: 1 }, amount: { $sum: '$loanAmount' } },
          },
        ],
        options,
      )
      .toArray(),
  ])
  const of = (outcome: string) => outcomes.find(({ _id }) => _id === outcome)
  const approved = of('approved')?.applications ?? 0
  return {
    conversationsStarted,
    decided: approved + (of('declined')?.applications ?? 0),
    approved,
    amountApproved: Math.round((of('approved')?.amount ?? 0) * 100) / 100,
  }
}
