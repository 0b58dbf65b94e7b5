import type { StreamId } from '@/ledger/streamId'
import type { ChangeFrame } from '@/realtime/frames'

import type { RecountedDay } from './recountDays'

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
