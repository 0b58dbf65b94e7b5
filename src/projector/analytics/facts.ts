import type { Db } from 'mongodb'

import { appendedAtMs } from '@/ledger/streamId'

import { toPassageMap } from '../committed'
import { type BatchStamp, gatesOf } from '../gateMaster'
import { archiveOf, type Store } from '../store'
import type { BuildRecord } from './buildRecord'
import { analyticsStateName, type FollowerState, type LiveAnalytics } from './state'

/** How the numbers of the business stand, whichever instance counts. */
export interface AnalyticsFacts {
  /** Of the live numbers; absent where there are none yet. */
  version?: number
  timeZone?: string
  /**
   * How long the oldest change has been waiting that is committed and not counted; 0 where none does.
   * Before anything was counted, since when counting was taken up.
   */
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
      .aggregate<FollowerState & { now: Date }>(
        [{ $match: { _id: 'follower' } }, { $set: { now: '$$NOW' } }],
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
  const { caughtUpAt, failures, live, now, skipped } = follower
  const passages = gates.map(({ _id: writer, batch }) => ({ writer, batch }))
  const waiting = live ? await oldestWaiting({ db } as Store, live, passages, maximumMs) : 0
  return {
    ...(live && { version: live.version, timeZone: live.timeZone }),
    // What waits was committed after all that is counted, and not before it was said.
    lagMs:
      waiting === undefined
        ? 0
        : Math.max(1, now.getTime() - Math.max(caughtUpAt.getTime(), waiting)),
    failures,
    skipped: skipped.length,
    ...(build && { building: { counted: build.counted, total: build.total } }),
  }
}

/** When the oldest entry was appended that is committed and not counted; nothing where none is. */
const oldestWaiting = async (
  store: Store,
  { passages }: LiveAnalytics,
  committed: readonly BatchStamp[],
  maximumMs: number,
): Promise<number | undefined> => {
  const counted = toPassageMap(passages)
  const firsts = await Promise.all(
    committed
      .filter(({ batch, writer }) => batch > (counted.get(writer) ?? 0))
      .map(({ batch, writer }) =>
        archiveOf(store).findOne(
          { writer, batch: { $gt: counted.get(writer) ?? 0, $lte: batch } },
          { sort: { batch: 1 }, projection: { streamId: 1 }, maxTimeMS: maximumMs },
        ),
      ),
  )
  const times = firsts.flatMap((entry) => (entry ? [appendedAtMs(entry.streamId)] : []))
  return times.length > 0 ? Math.min(...times) : undefined
}
