import type { Store } from '@/projector/store'

/**
 * The documents of one collection by id, as JSON, without their revisions.
 * @param ids those whose id matches; all of them where nothing is said
 */
export const readNumbers = async (
  { db }: Store,
  name: string,
  ids?: RegExp,
): Promise<Record<string, unknown>> => {
  const found = await db
    .collection<{ _id: string }>(name)
    .find(ids ? { _id: ids } : {}, { sort: { _id: 1 } })
    .toArray()
  return toJson(
    new Map(found.map(({ _id, ...document }) => [_id, { ...document, revision: undefined }])),
  )
}

/** Documents by id as JSON holds them: without what is undefined, times as text. */
export const toJson = (documents: ReadonlyMap<string, unknown>): Record<string, unknown> =>
  JSON.parse(JSON.stringify(Object.fromEntries(documents))) as Record<string, unknown>
