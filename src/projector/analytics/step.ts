import { fromSortableId } from '@/ledger/streamId'

import { inTransaction, type Store } from '../store'
import { whileContested } from '../whileContested'
import { countCommitted, type CountedSlice } from './count'
import { isSameKind, readWanted } from './currency'
import { laterOf } from './laterOf'
import { toSkippedSet } from './leftAlone'
import type { FollowerLease } from './lease'
import type { Milestones } from './milestones'
import { AnalyticsLost, type FollowerState, readFollower } from './state'
import { liveTarget } from './target'

/** What one step did; nothing where the live numbers cannot be gone on with. */
export interface Step extends CountedSlice {
  revisionBase: number
}

/** What a step may cost. */
export interface StepBounds {
  maximumEntries: number
  timeoutMs: number
}

/**
 * Counts a part of what was committed since the last step: one transaction, together with the note
 * that it is counted. Repeated after an unknown end, it does what is left of it.
 * @param milestones say how old it is what was counted up to, where that is not everything
 * @returns nothing where the live numbers are of another version, or are just being switched
 * @throws {AnalyticsLost} where another instance took over; nothing was counted then
 * @throws {DocumentFailed}, {VersionRetired} and what the database throws
 */
export const followStep = (
  store: Store,
  lease: FollowerLease,
  timeZone: string,
  { maximumEntries, timeoutMs }: StepBounds,
  milestones?: Pick<Milestones, 'reachedMsAgo'>,
): Promise<Step | undefined> =>
  whileContested(() => {
    const startedAtMs = performance.now()
    return inTransaction({ ...store, sessions: lease.sessions }, timeoutMs, async (session) => {
      const state = await readFollower(store, session)
      if (state?.owner !== lease.owner) throw new AnalyticsLost()
      const { live } = state
      if (!live || live.isSwitching) return undefined
      if (!isSameKind(live, await readWanted(store, timeZone, session))) return undefined
      const target = liveTarget(live)
      const from = { store, session, target, skipped: toSkippedSet(state.skipped) }
      const counted = await countCommitted(from, live.passages, maximumEntries)
      if (counted.entries > 0 || !isSamePassages(live.passages, counted.passages))
        await lease.write(
          {
            live: { ...live, passages: counted.passages },
            failures: 0,
            ...toPosition(laterOf(state.position, counted.position)),
          },
          {
            session,
            countedMsAgo: counted.isCaughtUp
              ? performance.now() - startedAtMs
              : milestones?.reachedMsAgo(counted.passages),
          },
        )
      return { ...counted, revisionBase: target.revisionBase }
    })
  })

const toPosition = (position: string | undefined): Pick<FollowerState, 'position'> =>
  position === undefined ? {} : { position }

const isSamePassages = (left: readonly object[], right: readonly object[]): boolean =>
  left.length === right.length && right.every((passage, index) => passage === left[index])

/** The stream id that a position stands for; the beginning where there is none. */
export const toEventId = (position: string | undefined): string =>
  position === undefined ? '0-0' : fromSortableId(position)
