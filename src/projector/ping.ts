import { setTimeout as delay } from 'node:timers/promises'

import type { Redis } from 'ioredis'

import { RedisTimeout } from './failures'
import { withinRedisTime } from './redisTime'
import { type Store, withinTime } from './store'

/** An engine that does not answer the smallest question in this time is away, in milliseconds. */
const pingMs = 2_000

/**
 * A write to a majority, because MongoDB may answer and take none: no majority, its disk full.
 * @throws where no primary takes it in time
 */
export const pingMongo = async ({ db }: Store): Promise<void> => {
  await withinTime(pingMs, () =>
    db
      .collection<{ _id: string }>(probesName)
      .updateOne({ _id: 'probe' }, [{ $set: { at: '$$NOW' } }], {
        upsert: true,
        maxTimeMS: pingMs,
        writeConcern: { w: 'majority', wtimeoutMS: pingMs },
      }),
  )
}

const probesName = 'projection-probes'

/**
 * A write, because Redis may answer and take none: out of memory, read-only, its disk full.
 * @throws where Redis is not connected, refuses, or does not answer in time
 */
export const pingRedis = async (redis: Redis): Promise<void> => {
  // A question to a connection that is down would wait there until it is up.
  if (!isConnected(redis)) throw new RedisTimeout('not connected')
  await withinRedisTime(pingMs, async () => {
    while (redis.status === 'connect') await delay(pollMs)
    await redis.set('payload-dashboard:probe', '1', 'PX', 60_000)
  })
}

/** Whether there is a connection, be it one that has not answered yet. */
export const isConnected = ({ status }: Redis): boolean =>
  status === 'ready' || status === 'connect'

const pollMs = 20
