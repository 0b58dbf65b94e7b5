import { conversationStatsName } from '@/projections/analytics'
import type { Day } from '@/projections/analytics/day'
import { daysOfApplication, daysOfConversation } from '@/projections/analytics/daysTouched'

import { advance, readCommitted, toPassageMap } from '../committed'
import { readPassages } from '../gateControl'
import type { BatchStamp } from '../gateMaster'
import { partsOf } from './parts'
import { recount, type Recounted, type Recounting } from './recount'
import { daysAtOnce, recountDays, type RecountedDay } from './recountDays'
import { type IsCovered, nothingTouched, touch, type Touched } from './touched'
import { writeChanged } from './write'

/** What one step has counted. */
export interface CountedSlice {
  entries: number
  /** Everything that was committed up to here is counted. */
  passages: BatchStamp[]
  /** Everything that was committed as of the step's snapshot. */
  seen: BatchStamp[]
  /** Nothing was committed beyond what is counted, as of the step's snapshot. */
  isCaughtUp: boolean
  /** What was worked out of the state of that snapshot. */
  touched: Touched
  /** Archive id of the latest entry among those counted. */
  position?: string
  /** Documents that were written, the days among them. */
  written: number
  days: RecountedDay[]
}

/**
 * Counts a part of what was committed since the passages `since`. All of it happens in the
 * transaction of `from.session`; whoever calls notes the passages in the same one.
 * @param isCovered documents that need not be worked out again because of an entry
 * @throws {DocumentFailed} for a document that cannot be worked out
 */
export const countCommitted = async (
  from: Recounting,
  since: readonly BatchStamp[],
  maximumEntries: number,
  isCovered?: IsCovered,
): Promise<CountedSlice> => {
  const { session, store } = from
  const now = await readPassages(store, session)
  const touched = nothingTouched()
  let passages = [...since]
  let entries = 0
  let position: string | undefined
  const reading = { maximumEntries, session, isWithoutData: true }
  for await (const slice of readCommitted(store, since, inTurn(now, since), reading)) {
    touch(touched, slice.entries, isCovered)
    passages = advance(passages, slice.reached)
    entries += slice.entries.length
    for (const { _id } of slice.entries) if (!position || _id > position) position = _id
    if (entries >= maximumEntries) break
  }
  return {
    entries,
    passages,
    seen: now,
    isCaughtUp: isReached(passages, now),
    touched,
    ...(position !== undefined && { position }),
    ...(await countTouched(from, touched)),
  }
}

/** Brings what some events may have changed up to date, and the days in whose numbers that counts. */
export const countTouched = async (
  from: Recounting,
  touched: Touched,
): Promise<Pick<CountedSlice, 'written' | 'days'>> => {
  const days = new Set<Day>()
  let written = 0
  for await (const recounted of recount(from, touched)) {
    const changed = await writeChanged<Recounted>(from, recounted)
    written += changed.length
    for (const document of changed) for (const day of daysOf(document)) days.add(day)
  }
  const changedDays: RecountedDay[] = []
  for (const part of partsOf([...days], daysAtOnce))
    changedDays.push(...(await writeChanged<RecountedDay>(from, await recountDays(from, part))))
  return { written: written + changedDays.length, days: changedDays }
}

/** The days in whose numbers a document counted, and those in which it counts now. */
const daysOf = (document: Recounted): Day[] =>
  document.collection === conversationStatsName
    ? [document.stored, document.expected].flatMap(daysOfConversation)
    : [document.stored, document.expected].flatMap(daysOfApplication)

/** Whether everything of the later passages is in the earlier ones. */
export const isReached = (passages: readonly BatchStamp[], now: readonly BatchStamp[]): boolean => {
  const reached = toPassageMap(passages)
  return now.every(({ batch, writer }) => batch <= (reached.get(writer) ?? 0))
}

/** Who was read longest ago comes first: a busy writer must not hold up the others. */
const inTurn = (now: readonly BatchStamp[], since: readonly BatchStamp[]): BatchStamp[] => {
  const turn = new Map(since.map(({ writer }, index) => [writer, index]))
  return now.toSorted(
    (left, right) => (turn.get(left.writer) ?? -1) - (turn.get(right.writer) ?? -1),
  )
}
