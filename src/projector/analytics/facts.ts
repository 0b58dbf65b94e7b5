import type { Db } from 'mongodb'

import { gatesOf } from '../gateMaster'
import type { Store } from '../store'
import type { BuildRecord } from './buildRecord'
import { isReached } from './count'
import { analyticsStateName, type FollowerState } from './state'

/** How the numbers of the business stand, whichever instance counts. */
export interface AnalyticsFacts {
  /** Of the live numbers; absent where there are none yet. */
  version?: number
  timeZone?: string
  /** How long ago everything that is committed was counted; 0 where nothing waits. */
  lagMs: number
  /** Steps that failed one after the other. */
  failures: number
  /** Documents that could not be worked out, and are left as they are. */
  skipped: number
  /** All numbers are being computed again: so many of about so many are done. */
  building?: { counted: number; total: number }
}

/**
 * Reads how the numbers stand, by the database's own clock.
 * @returns nothing where nobody ever counted
 */
export const readAnalyticsFacts = async (
  db: Db,
  maximumMs: number,
): Promise<AnalyticsFacts | undefined> => {
  const options = { maxTimeMS: maximumMs }
  const states = db.collection(analyticsStateName)
  const [[follower], [build], gates] = await Promise.all([
    states
      .aggregate<FollowerState & { sinceMs: number }>(
        [
          { $match: { _id: 'follower' } },
          { $set: { sinceMs: { $subtract: ['$$NOW', '$caughtUpAt'] } } },
        ],
        options,
      )
      .toArray(),
    states
      .aggregate<BuildRecord>([{ $match: { _id: 'build', phase: 'building' } }], options)
      .toArray(),
    gatesOf({ db } as Store)
      .find({ _id: { $ne: '*' } }, { projection: { batch: 1 }, ...options })
      .toArray(),
  ])
  if (!follower) return undefined
  const { failures, live, sinceMs, skipped } = follower
  const passages = gates.map(({ _id: writer, batch }) => ({ writer, batch }))
  const isCaughtUp = live !== undefined && !live.isSwitching && isReached(live.passages, passages)
  return {
    ...(live && { version: live.version, timeZone: live.timeZone }),
    lagMs: isCaughtUp ? 0 : Math.max(0, sinceMs),
    failures,
    skipped: skipped.length,
    ...(build && { building: { counted: build.counted, total: build.total } }),
  }
}
