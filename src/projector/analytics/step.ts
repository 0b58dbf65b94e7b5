import { fromSortableId } from '@/ledger/streamId'

import { inTransaction, type Store } from '../store'
import { whileContested } from '../whileContested'
import type { Ahead } from './ahead'
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
  generation: number
  revisionBase: number
}

/** What a step may cost. */
export interface StepBounds {
  maximumEntries: number
  timeoutMs: number
}

/** What an instance that counts remembers from one step to the next. */
export interface Memory {
  /** How old it is what was counted up to, where that is not everything. */
  milestones?: Pick<Milestones, 'reachedMsAgo'>
  ahead?: Ahead
}

/**
 * Counts a part of what was committed since the last step: one transaction, together with the note
 * that it is counted. Repeated after an unknown end, it does what is left of it.
 * @returns nothing where the live numbers are of another version, or are just being switched
 * @throws {AnalyticsLost} where another instance took over; nothing was counted then
 * @throws {DocumentFailed}, {VersionRetired} and what the database throws
 */
export const followStep = async (
  store: Store,
  lease: FollowerLease,
  timeZone: string,
  { maximumEntries, timeoutMs }: StepBounds,
  { ahead, milestones }: Memory = {},
): Promise<Step | undefined> => {
  const step = await whileContested(() => {
    const startedAtMs = performance.now()
    return inTransaction({ ...store, sessions: lease.sessions }, timeoutMs, async (session) => {
      const state = await readFollower(store, session)
      if (state?.owner !== lease.owner) throw new AnalyticsLost()
      const { live } = state
      if (!live || live.isSwitching) return undefined
      if (!isSameKind(live, await readWanted(store, timeZone, session))) return undefined
      const target = liveTarget(live)
      const from = { store, session, target, skipped: toSkippedSet(state.skipped) }
      ahead?.goOn(live)
      const counted = await countCommitted(from, live.passages, maximumEntries, ahead?.isCovered)
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
      return { ...counted, generation: live.generation, revisionBase: target.revisionBase }
    })
  })
  // Only now is it certain that what was worked out is stored.
  if (step) ahead?.note(step.touched, step.seen, step)
  return step
}

const toPosition = (position: string | undefined): Pick<FollowerState, 'position'> =>
  position === undefined ? {} : { position }

const isSamePassages = (left: readonly object[], right: readonly object[]): boolean =>
  left.length === right.length && right.every((passage, index) => passage === left[index])

/** The stream id that a position stands for; the beginning where there is none. */
export const toEventId = (position: string | undefined): string =>
  position === undefined ? '0-0' : fromSortableId(position)
