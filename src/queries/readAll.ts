import {
  type ClientSession,
  type Collection,
  type Document,
  type MongoClient,
  MongoServerError,
  MongoServerSelectionError,
} from 'mongodb'

import { classifyFailure } from '@/projector/failures'
import { findAll, type Query } from '@/projector/findAll'

/**
 * Reads all that a query finds, for what is asked so often that a cursor and a session for each
 * question would cost as much as the answer (docs/performance.md).
 * @throws what the database throws, after a second try where the first one only lost its server
 */
export const readAll = async <Schema extends Document>(
  collection: Collection<Schema>,
  query: Query<Schema>,
): Promise<Schema[]> => {
  try {
    return await readOnce(collection, query)
  } catch (error) {
    if (!isWorthAnother(error)) throw error
    return readOnce(collection, query)
  }
}

const readOnce = async <Schema extends Document>(
  collection: Collection<Schema>,
  query: Query<Schema>,
): Promise<Schema[]> => {
  const { client } = collection.db
  const free = freeSessionsOf(client)
  let session = free.pop()
  // A client that was closed has ended them, and may have been opened again.
  while (session?.hasEnded) session = free.pop()
  session ??= client.startSession({ causalConsistency: false })
  let isUsable = false
  try {
    const found = await findAll(collection, query, session)
    isUsable = true
    return found
  } finally {
    // Behind a load balancer, a session holds the connection on which it read.
    if (isUsable && !session.isPinned && free.length < maximumFree) free.push(session)
    else await session.endSession()
  }
}

/** Sessions that wait for the next question; a session does one thing at a time. */
const freeSessionsOf = (client: MongoClient): ClientSession[] => {
  const known = freeSessions.get(client)
  if (known) return known
  const none: ClientSession[] = []
  freeSessions.set(client, none)
  return none
}

const freeSessions = new WeakMap<MongoClient, ClientSession[]>()

/** As many connections as the driver opens at most: more questions wait for one of these anyway. */
const maximumFree = 100

/** As the driver tries its own reads again; whoever waited in vain does not wait once more. */
const isWorthAnother = (error: unknown): boolean => {
  if (error instanceof MongoServerSelectionError) return false
  if (error instanceof Error && error.name === 'MongoWaitQueueTimeoutError') return false
  if (error instanceof MongoServerError && error.code === maxTimeMSExpired) return false
  const failure = classifyFailure(error)
  return failure === 'unavailable' || failure === 'conflict'
}

const maxTimeMSExpired = 50
