import { readCommitted } from '../committed'
import { readPassages } from '../gateControl'
import type { BatchStamp } from '../gateMaster'
import type { Recounting } from './recount'
import { nothingTouched, touch, type Touched } from './touched'

/** More is not looked through. */
const maximumEntries = 20_000

/** What was committed since the passages, and may have changed: not counted yet. */
export const readLag = async (
  { session, store }: Pick<Recounting, 'session' | 'store'>,
  passages: readonly BatchStamp[],
): Promise<Touched | 'everything'> => {
  const touched = nothingTouched()
  let entries = 0
  const now = await readPassages(store, session)
  for await (const slice of readCommitted(store, passages, now, { session, isWithoutData: true })) {
    touch(touched, slice.entries)
    entries += slice.entries.length
    if (entries > maximumEntries) return 'everything'
  }
  return touched
}
