import type { Redis } from 'ioredis'

/** Where instances tell each other that a user's sessions or role may have changed. */
export const sessionChannel = 'payload-sessions'

/** Tells every instance to look at the live streams of this user again. */
export const announceSession = async (redis: Redis, userId: string): Promise<void> => {
  await redis.publish(sessionChannel, userId)
}
