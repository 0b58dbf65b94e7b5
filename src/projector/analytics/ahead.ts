import { toPassageMap } from '../committed'
import type { BatchStamp } from '../gateMaster'
import { isReached } from './count'
import type { LiveAnalytics } from './state'
import type { IsCovered, Touched } from './touched'

/** How far some numbers are. */
export type Reached = Pick<LiveAnalytics, 'generation' | 'passages'>

/** Documents that were worked out from a later state than everything has been counted to. */
export interface Ahead {
  /**
   * Forgets everything, unless these numbers are the ones that were left by the last note: those of
   * another generation may hold an earlier state of a document that is remembered.
   */
  goOn: (live: Reached) => void
  isCovered: IsCovered
  /**
   * Notes what one step, once it is committed, has worked out.
   * @param seen everything that was committed when it was
   * @param live the numbers as the step left them
   */
  note: (touched: Touched, seen: readonly BatchStamp[], live: Reached) => void
}

/** Beyond so many, counted once for each way to be touched, everything is forgotten. */
const maximumKnown = 50_000

/**
 * A step works its documents out of all that is committed, not only of the entries that it counts.
 * Behind a long ledger most later entries of the same conversations change nothing any more; each
 * instance that counts remembers so, and need not read those conversations once for every batch.
 */
export const createAhead = (): Ahead => {
  const known = {
    conversations: new Map<string, ReadonlyMap<string, number>>(),
    applications: new Map<string, ReadonlyMap<string, number>>(),
    begun: new Map<string, ReadonlyMap<string, number>>(),
  } satisfies Record<keyof Touched, unknown>
  const ways = Object.keys(known) as (keyof Touched)[]
  let left: Reached | undefined

  const forget = (): void => {
    for (const way of ways) known[way].clear()
    left = undefined
  }

  return {
    goOn: (live) => {
      if (left && isSame(left, live)) return
      forget()
    },
    isCovered: (way, id, { batch, writer }) =>
      batch !== undefined &&
      writer !== undefined &&
      batch <= (known[way].get(id)?.get(writer) ?? 0),
    note: (touched, seen, live) => {
      if (isReached(live.passages, seen)) return forget()
      const passages = toPassageMap(seen)
      for (const way of ways) for (const id of touched[way]) known[way].set(id, passages)
      if (ways.reduce((sum, way) => sum + known[way].size, 0) > maximumKnown) forget()
      // Whoever calls hands over more than that; none of it need be kept.
      left = { generation: live.generation, passages: live.passages }
    },
  }
}

const isSame = (one: Reached, other: Reached): boolean =>
  one.generation === other.generation &&
  isReached(one.passages, other.passages) &&
  isReached(other.passages, one.passages)
