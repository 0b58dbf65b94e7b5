import { Redis } from 'ioredis'

const answerMs = 10_000

/**
 * A connection for short commands, never for blocking reads or subscriptions. It waits for Redis
 * however long that is away. A socket that died without a word never answers, and would hold up
 * whoever waits for minutes: it is replaced, and what was not answered is sent again.
 * @param answerWithinMs how long Redis may take for one command, before its connection counts as dead
 */
export const connectRedis = ({
  answerWithinMs = answerMs,
  url,
}: {
  url: string
  answerWithinMs?: number
}): Redis => new Redis(url, { maxRetriesPerRequest: null, socketTimeout: answerWithinMs })
