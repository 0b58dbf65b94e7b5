import { RedisTimeout } from './failures'
import { inTime } from './inTime'

/**
 * Runs a command that has to be answered in time. One that is late may still take effect.
 * @throws {RedisTimeout}
 */
export const withinRedisTime = <T>(timeoutMs: number, work: () => Promise<T>): Promise<T> =>
  inTime(timeoutMs, work, (message) => new RedisTimeout(message))
