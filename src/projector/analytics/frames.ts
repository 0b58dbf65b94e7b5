import type { StreamId } from '@/ledger/streamId'
import { dailyMetricsName } from '@/projections/analytics'
import type { DailyMetricsDocument } from '@/projections/analytics/documents'
import type { ChangeFrame } from '@/realtime/frames'

import type { Store } from '../store'
import type { RecountedDay } from './recountDays'
import { toEventId } from './step'

/**
 * What screens are told of days whose numbers changed. A day on which nothing is left is told as
 * one of zeros: the change feed knows no removal.
 * @param eventId the latest event that was counted
 */
export const toDayFrames = (
  days: readonly RecountedDay[],
  eventId: StreamId,
  publishedAt: Date,
): ChangeFrame[] =>
  days.map(({ collection, counted, expected, id, stored }) => {
    const { _id, revision, ...numbers } = counted
    return {
      collection,
      operation: stored ? 'update' : 'create',
      doc: { id, ...numbers, revision: expected ? revision : (stored?.revision ?? 0) + 1 },
      eventId,
      timestamp: publishedAt.toISOString(),
    }
  })

/** What screens are told of days that were computed again; the latest ones, where there are many. */
export const readDayFrames = async (
  { db }: Store,
  days: readonly string[],
  position: string | undefined,
): Promise<ChangeFrame[]> => {
  const found = await db
    .collection<DailyMetricsDocument>(dailyMetricsName)
    .find({ _id: { $in: days.slice(-maximumFrames) } })
    .toArray()
  return found.map(({ _id, ...numbers }) => ({
    collection: dailyMetricsName,
    operation: 'update',
    doc: { id: _id, ...numbers },
    eventId: toEventId(position),
    timestamp: new Date().toISOString(),
  }))
}

const maximumFrames = 1_000
