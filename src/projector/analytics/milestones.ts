import type { BatchStamp } from '../gateMaster'
import { isReached } from './count'

/** What was committed at some moments; tells how old it is what was counted up to. */
export interface Milestones {
  /** Notes what was committed at a moment, by the clock of `now`. */
  note: (passages: readonly BatchStamp[], atMs: number) => void
  /**
   * How long ago nothing was committed that is beyond some passages, as far as was noted.
   * @returns nothing where there was always more
   */
  reachedMsAgo: (passages: readonly BatchStamp[]) => number | undefined
}

/** More are not kept; of those that are far back, ever fewer. */
const maximumNoted = 128

/** Milestones by a clock that only goes forward; each instance keeps its own. */
export const createMilestones = (now = (): number => performance.now()): Milestones => {
  let noted: { passages: readonly BatchStamp[]; atMs: number }[] = []
  return {
    note: (passages, atMs) => {
      if (noted.length >= maximumNoted) noted = noted.filter((_, index) => index % 2 === 0)
      noted.push({ passages, atMs })
    },
    reachedMsAgo: (passages) => {
      const last = noted.findLastIndex((milestone) => isReached(passages, milestone.passages))
      if (last < 0) return undefined
      noted = noted.slice(last)
      return now() - noted[0]!.atMs
    },
  }
}
