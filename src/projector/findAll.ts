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
 * Reads all that a query finds, always from the primary. The driver's cursors cost about as much
 * again as the command that they send, and are kept by their client in a set whose discarded tables
 * hold on to every answer until the old generation is collected (docs/performance.md). Where there
 * are several routers, ask in a transaction or for no more than `limit`: a second answer may come
 * from a router that does not know of the first.
 * @throws what the database throws; the driver does not try a command again
 */
export const findAll = async <Schema extends Document>(
  collection: Collection<Schema>,
  { expected, filter, limit, maxTimeMS, projection, sort }: Query<Schema>,
  session: ClientSession,
): Promise<Schema[]> => {
  const { collectionName, db, readConcern } = collection
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
    // A transaction has one of its own.
    ...(readConcern && !session.inTransaction() && { readConcern: readConcern.toJSON() }),
  }
  let { cursor } = await db.command(command, { session })
  const found: Schema[] = cursor.firstBatch
  while (!Long.fromValue(cursor.id).isZero()) {
    const more = { getMore: Long.fromValue(cursor.id), collection: collectionName, batchSize }
    ;({ cursor } = await db.command(more, { session }))
    found.push(...cursor.nextBatch)
  }
  return found
}

const defaultExpected = 1_000
