import {
  analyticsVersion,
  applicationStatsName,
  conversationStatsName,
} from '@/projections/analytics'

import { inTransaction, type Store } from '../store'
import { whileContested } from '../whileContested'
import { countTouched } from './count'
import { isSameKind } from './currency'
import { DocumentFailed } from './failedDocument'
import { leaveAlone, retryAfter, toSkippedSet } from './leftAlone'
import type { FollowerLease } from './lease'
import { readFollower, type SkippedDocument } from './state'
import { liveTarget } from './target'
import { nothingTouched } from './touched'

/**
 * Leaves a document as it is from now on, so that the others go on.
 * @throws what made it fail, where too many are left alone already
 */
export const skip = async (
  store: Store,
  lease: FollowerLease,
  failed: DocumentFailed,
): Promise<void> => {
  const skipped = (await readFollower(store))?.skipped ?? []
  await lease.write({ failures: 0, skipped: leaveAlone(skipped, failed) })
}

/** Tries the first of those that were left alone and whose time has come. */
export const retrySkipped = async (
  store: Store,
  lease: FollowerLease,
  timeZone: string,
  now = new Date(),
): Promise<void> => {
  const state = await readFollower(store)
  const due = state?.skipped.find(({ retryAt }) => retryAt <= now)
  if (!due) return
  try {
    await whileContested(() =>
      inTransaction({ ...store, sessions: lease.sessions }, 15_000, async (session) => {
        const present = await readFollower(store, session)
        if (!present?.live || present.live.isSwitching) return
        if (!isSameKind(present.live, { version: analyticsVersion, timeZone })) return
        const others = present.skipped.filter((other) => !isSame(other, due))
        const skipped = toSkippedSet(others)
        const from = { store, session, target: liveTarget(present.live), skipped }
        await countTouched(from, touchedBy(due))
        await lease.write({ skipped: others }, { session })
      }),
    )
  } catch (error) {
    if (!(error instanceof DocumentFailed)) throw error
    const skipped = (await readFollower(store))?.skipped ?? []
    await lease.write({
      skipped: skipped.map((other) =>
        isSame(other, due)
          ? { ...other, tries: due.tries + 1, retryAt: retryAfter(due.tries + 1, now) }
          : other,
      ),
    })
  }
}

const touchedBy = ({ collection, id }: SkippedDocument) => {
  const touched = nothingTouched()
  if (collection === conversationStatsName) touched.conversations.add(id)
  if (collection === applicationStatsName) {
    touched.applications.add(id)
    touched.begun.add(id)
  }
  return touched
}

const isSame = (left: SkippedDocument, right: SkippedDocument): boolean =>
  left.collection === right.collection && left.id === right.id
