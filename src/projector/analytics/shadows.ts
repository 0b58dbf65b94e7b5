import { analyticsNames } from '@/projections/analytics'

import { copyIndexes, toShadowName } from '../rebuild/shadows'
import type { Store } from '../store'

/** Creates a computation's own collections, with every index of the live ones. */
export const createShadows = async (store: Store, generation: number): Promise<void> => {
  await dropShadows(store)
  for (const name of analyticsNames) await store.db.createCollection(toShadowName(name, generation))
  await copyIndexes(store, generation, analyticsNames)
}

/** Removes what computations left behind. */
export const dropShadows = async ({ db }: Store): Promise<void> => {
  const pattern = new RegExp(`^(?:${analyticsNames.join('|')})~\\d+$`)
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    if (pattern.test(name)) await db.collection(name).drop()
}
