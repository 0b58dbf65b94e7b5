import { analyticsNames } from '@/projections/analytics'

import { copyIndexes, toShadowName } from '../rebuild/shadows'
import type { Store } from '../store'

/** Creates a computation's own collections, with every index of the live ones. */
export const createShadows = async (store: Store, generation: number): Promise<void> => {
  await dropShadows(store, generation)
  for (const name of analyticsNames) await store.db.createCollection(toShadowName(name, generation))
  await copyIndexes(store, generation, analyticsNames)
}

/**
 * Removes what a computation and those before it left behind. What a later one works on stays:
 * whoever calls may have been stopped for so long that another one began.
 */
export const dropShadows = async ({ db }: Store, upTo: number): Promise<void> => {
  const pattern = new RegExp(`^(?:${analyticsNames.join('|')})~(\\d+)$`)
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    const digits = pattern.exec(name)?.[1]
    if (digits !== undefined && Number(digits) <= upTo) await db.collection(name).drop()
  }
}
