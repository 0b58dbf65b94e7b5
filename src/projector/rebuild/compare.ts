import { differences } from '@/projections/canonical'
import type { ProjectedDocument } from '@/projections/documents'

import { pairs } from '../pairs'
import type { Store } from '../store'
import { type Drift, findDrift } from '../verify'
import { toShadowName } from './shadows'

/** A document that the new documents have otherwise than the live ones. */
export interface Differing {
  collection: string
  id: string
}

/** How the new documents differ from the live ones. */
export interface Comparison {
  compared: number
  /** At most `maximumListed`; `differing` counts them all. */
  listed: Differing[]
  differing: number
}

/** More differing documents than these are counted and not listed. */
export const maximumListed = 5_000

/**
 * Compares what was built with what is live, document by document, in both directions. Traffic goes
 * on: a document that is being written counts as differing until it is looked at again.
 */
export const compareAll = async (
  store: Store,
  generation: number,
  names: readonly string[],
): Promise<Comparison> => {
  const comparison: Comparison = { compared: 0, listed: [], differing: 0 }
  for (const collection of names)
    for await (const [live, built] of pairs<ProjectedDocument>(
      store.db.collection(collection),
      store.db.collection(toShadowName(collection, generation)),
    )) {
      comparison.compared += 1
      if (differences(live, built).length === 0) continue
      comparison.differing += 1
      const { _id: id } = (live ?? built)!
      if (comparison.listed.length < maximumListed) comparison.listed.push({ collection, id })
    }
  return comparison
}

/** Looks at some documents again. @returns those that still differ */
export const compareAgain = async (
  store: Store,
  generation: number,
  documents: readonly Differing[],
): Promise<Differing[]> => {
  const still: Differing[] = []
  for (const document of documents) {
    const { collection, id } = document
    const live = await find(store, collection, id)
    const built = await find(store, toShadowName(collection, generation), id)
    if (differences(live, built).length > 0) still.push(document)
  }
  return still
}

/** What is wrong with some live documents by today's projections, field by field. */
export const explain = async (store: Store, documents: readonly Differing[]): Promise<Drift[]> => {
  const drifts: Drift[] = []
  for (const document of documents) {
    const drift = await findDrift(store, document)
    if (drift) drifts.push(drift)
  }
  return drifts
}

const find = async (
  { db }: Store,
  collection: string,
  id: string,
): Promise<ProjectedDocument | undefined> =>
  (await db.collection<ProjectedDocument>(collection).findOne({ _id: id })) ?? undefined
