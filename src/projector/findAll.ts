import { type ClientSession, type Collection, type Document, type Filter, Long } from 'mongodb'

/** What is read of a collection. */
export interface Query<Schema extends Document> {
  filter: Filter<Schema>
  sort?: Record<string, 1 | -1>
  projection?: Record<string, 0 | 1>
  /** The most documents. */
  limit?: number
  /** As many are probably found: they come with one answer. */
  expected?: number
  maxTimeMS?: number
}

/**
 * Reads all that a query finds. The driver's cursors cost about as much again as the command that
 * they send, and are kept by their client in a set whose discarded tables hold on to every answer
 * until the old generation is collected (docs/performance.md).
 * @throws what the database throws; the driver does not try a command again
 */
export const findAll = async <Schema extends Document>(
  { collectionName, db }: Collection<Schema>,
  { expected, filter, limit, maxTimeMS, projection, sort }: Query<Schema>,
  session: ClientSession,
): Promise<Schema[]> => {
  // One more than there may be, or the server leaves the cursor open.
  const batchSize = (limit ?? expected ?? defaultExpected) + 1
  const command = {
    find: collectionName,
    filter,
    batchSize,
    ...(sort && { sort }),
    ...(projection && { projection }),
    ...(limit !== undefined && { limit }),
    ...(maxTimeMS !== undefined && { maxTimeMS }),
  }
  const { firstBatch: found, ...first } = (await db.command(command, { session })).cursor
  let { id } = first
  while (!Long.fromValue(id).isZero()) {
    const more = { getMore: Long.fromValue(id), collection: collectionName, batchSize }
    const { cursor } = await db.command(more, { session })
    found.push(...cursor.nextBatch)
    ;({ id } = cursor)
  }
  return found
}

const defaultExpected = 1_000
