import { allProjections, supervisorProjections } from '@/projections'

import type { FoldTarget } from '../foldTarget'
import { collectionUuid } from '../gateControl'
import type { Store } from '../store'

/** Every projection that is folded together: they link each other. */
export const projectionNames: readonly string[] = allProjections.map(({ name }) => name)

/** A rebuild's own documents of a projection, beside the live ones. */
export const toShadowName = (name: string, generation: number): string => `${name}~${generation}`

/** The documents that the switch of a rebuild replaced. */
export const toKeptName = (name: string, generation: number): string => `${name}~kept~${generation}`

/** What came to be known as an event only with this rebuild's vocabulary. */
export const toAdoptedName = (generation: number): string => `ledger-events~${generation}`

/** More writes than any document sees between two rebuilds. */
export const revisionsPerGeneration = 1_000_000_000

/** Screens keep the greater revision: a rebuild's documents are newer than all before them. */
export const toTarget = (generation: number): FoldTarget => ({
  collectionName: (name) => toShadowName(name, generation),
  revisionBase: generation * revisionsPerGeneration,
})

/** Creates the new collections with what the fold itself looks for; the rest comes with the end. */
export const createShadows = async ({ db }: Store, generation: number): Promise<void> => {
  for (const name of projectionNames) {
    const shadow = toShadowName(name, generation)
    if ((await db.listCollections({ name: shadow }, { nameOnly: true }).toArray()).length === 0)
      await db.createCollection(shadow)
  }
  await db
    .collection(toShadowName(supervisorProjections.conversations.name, generation))
    .createIndex({ customerId: 1, _id: 1 })
}

/** Gives the new collections every index that the live ones have. */
export const copyIndexes = async (
  { db }: Store,
  generation: number,
  names: readonly string[] = projectionNames,
): Promise<void> => {
  for (const name of names) {
    const indexes = await db.collection(name).indexes().catch(whenMissing([]))
    const wanted = indexes.filter(({ key }) => Object.keys(key).join() !== '_id')
    if (wanted.length > 0)
      await db
        .collection(toShadowName(name, generation))
        .createIndexes(wanted.map(({ v: _version, ...index }) => index as never))
  }
}

/** The identities of a rebuild's collections of these projections. */
export const identify = async (
  store: Store,
  generation: number,
  names: readonly string[],
): Promise<{ name: string; uuid: string }[]> => {
  const found = []
  for (const name of names) {
    const uuid = await collectionUuid(store, toShadowName(name, generation))
    if (!uuid) throw new Error(`${toShadowName(name, generation)} does not exist`)
    found.push({ name, uuid })
  }
  return found
}

/**
 * Removes what a rebuild and those before it left behind: their own documents, and copies of live
 * ones but the one that a rollback would go back to. What a later rebuild works on stays.
 */
export const dropLeftovers = async (
  { db }: Store,
  { keptGeneration, upTo }: { upTo: number; keptGeneration: number | undefined },
): Promise<void> => {
  const pattern = new RegExp(
    `^(?:${[...projectionNames, 'ledger-events'].join('|')})~(kept~)?(\\d+)$`,
  )
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray()) {
    const [, isKept, digits] = pattern.exec(name) ?? []
    const generation = Number(digits)
    if (digits === undefined || generation > upTo) continue
    if (!isKept || generation !== keptGeneration) await db.collection(name).drop()
  }
}

/** Gives `value` where the database says that a collection is not there. */
export const whenMissing =
  <T>(value: T) =>
  (error: { code?: unknown }): T => {
    if (error.code === namespaceNotFound) return value
    throw error
  }

const namespaceNotFound = 26
