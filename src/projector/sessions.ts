import type { Redis } from 'ioredis'
import { Binary, type ClientSession, type MongoClient } from 'mongodb'

import { withinRedisTime } from './redisTime'

/** Where transactions get their sessions from. */
export interface Sessions {
  acquire: (client: MongoClient) => Promise<ClientSession>
  /** @param isUsable false where nobody knows what the session is still doing */
  release: (session: ClientSession, client: MongoClient, isUsable: boolean) => Promise<void>
}

/** A session for one transaction. Ending it aborts what was not committed. */
export const oneSessionEach: Sessions = {
  acquire: async (client) => client.startSession(),
  release: (session, client, isUsable) =>
    isUsable ? session.endSession() : kill(client, [idOf(session)]),
}

/**
 * One session for one piece of work after the other; whoever knows its id can end it. Work that ran
 * out of time ends it for good: nobody knows what it is still doing.
 */
export const openSession = (
  client: MongoClient,
): Sessions & { id: string; hasEnded: () => boolean; close: () => Promise<void> } => {
  const session = client.startSession()
  return {
    id: idOf(session).toString('base64'),
    hasEnded: () => session.hasEnded,
    acquire: async () => session,
    release: async (_session, _client, isUsable) => {
      if (!isUsable) await kill(client, [idOf(session)])
      else if (session.inTransaction()) await session.abortTransaction()
    },
    close: () => session.endSession(),
  }
}

/** Ends a session of another process with what it left open. */
export const endSession = (client: MongoClient, id: string): Promise<void> =>
  kill(client, [Buffer.from(id, 'base64')])

/**
 * One session for all transactions of a worker, on record in Redis. MongoDB keeps the open
 * transaction of a process that was killed, and every document it touched, for a minute; the
 * next process of the same worker ends it at once instead of waiting.
 */
export const createRecordedSessions = ({
  redis,
  workerName,
}: {
  redis: Redis
  workerName: string
}): Sessions & {
  /** Ends what the worker's last process left open. */
  endPredecessor: (client: MongoClient) => Promise<void>
  /** Drops what is on record of workers that have ended long ago: their sessions have, too. */
  forget: (workerNames: readonly string[]) => Promise<void>
  /** Ends the session for good. */
  close: () => Promise<void>
} => {
  let current: { client: MongoClient; session: ClientSession } | undefined
  /** Sessions that MongoDB may still hold open, because it did not take the order to end them. */
  let unended: Buffer[] = []

  const discard = async (): Promise<void> => {
    const discarded = current
    current = undefined
    if (!discarded) return
    unended = [...unended, idOf(discarded.session)].slice(-maximumUnended)
    await endAll(discarded.client)
  }

  const endAll = async (client: MongoClient): Promise<void> => {
    if (unended.length === 0) return
    const ending = unended
    await kill(client, ending)
    unended = unended.filter((id) => !ending.includes(id))
  }

  return {
    endPredecessor: async (client) => {
      const recorded = await withinRedisTime(recordMs, () => redis.hget(recordKey, workerName))
      if (!recorded) return
      await kill(
        client,
        recorded.split(',').map((id) => Buffer.from(id, 'base64')),
      )
    },
    acquire: async (client) => {
      // Development opens a new connection now and then: the old session goes with the old one.
      if (current && (current.client !== client || current.session.hasEnded)) current = undefined
      await endAll(client)
      if (current) return current.session
      const session = client.startSession()
      const open = [idOf(session), ...unended].map((id) => id.toString('base64'))
      try {
        await withinRedisTime(recordMs, () => redis.hset(recordKey, workerName, open.join(',')))
      } catch (error) {
        // What is not on record nobody could end after a crash: it must not be used.
        await session.endSession()
        throw error
      }
      current = { client, session }
      return session
    },
    release: async (session, _client, isUsable) => {
      if (!isUsable) return discard()
      if (session.inTransaction()) await session.abortTransaction()
    },
    forget: async (workerNames) => {
      if (workerNames.length > 0) await redis.hdel(recordKey, ...workerNames)
    },
    close: async () => {
      await current?.session.endSession()
      current = undefined
      await redis.hdel(recordKey, workerName)
    },
  }
}

const recordKey = 'payload-dashboard:sessions'

/** Redis is away when it does not answer in this time; MongoDB must not be blamed for it. */
const recordMs = 2_000

const idOf = ({ id }: ClientSession): Buffer => Buffer.from((id as { id: Binary }).id.buffer)

/** Of more, the oldest have ended by themselves: a transaction lasts a minute. */
const maximumUnended = 100

const kill = async (client: MongoClient, ids: readonly Buffer[]): Promise<void> => {
  await client.db('admin').command({
    killSessions: ids.map((id) => ({ id: new Binary(id, Binary.SUBTYPE_UUID) })),
  })
}
