import type { AnyBulkWriteOperation } from 'mongodb'

import type { AnalyticsName } from '@/projections/analytics'
import type { AnalyticsDocument } from '@/projections/analytics/documents'
import { type Difference, differences } from '@/projections/canonical'
import type { ProjectedDocument } from '@/projections/documents'

import type { Recounting } from './recount'

/** A document as it is stored, and as it must be. */
export interface Counted {
  collection: AnalyticsName
  id: string
  stored: AnalyticsDocument | undefined
  expected: AnalyticsDocument | undefined
}

/** Every field in which a stored document is not as it must be. */
export const differencesOf = ({ expected, stored }: Counted): Difference[] =>
  differences(stored as ProjectedDocument | undefined, expected as ProjectedDocument | undefined)

/**
 * Writes those of some documents of one collection that are not as they must be, each with a
 * greater revision; what must not be there is removed.
 * @returns those that were written
 */
export const writeChanged = async <Document extends Counted>(
  { session, store, target }: Recounting,
  counted: readonly Document[],
): Promise<Document[]> => {
  const changed = counted.filter((document) => differencesOf(document).length > 0)
  const [first] = changed
  if (!first) return []
  for (const { expected, stored } of changed)
    if (expected) expected.revision = Math.max(stored?.revision ?? 0, target.revisionBase) + 1
  await store.db
    .collection<AnalyticsDocument>(target.collectionName(first.collection))
    .bulkWrite(changed.map(toOperation), { session, ordered: false, ignoreUndefined: true })
  return changed
}

const toOperation = ({ expected, id }: Counted): AnyBulkWriteOperation<AnalyticsDocument> =>
  expected
    ? { replaceOne: { filter: { _id: id }, replacement: expected, upsert: true } }
    : { deleteOne: { filter: { _id: id } } }
