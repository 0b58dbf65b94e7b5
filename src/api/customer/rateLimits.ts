import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'

import type { CustomerCaller } from './caller'

/** How often callers of the customer routes may ask. */
export interface RateLimits {
  /**
   * Whether a request of the caller will probably pass, so that its work may begin while it is
   * counted: none of theirs was refused here lately, and none is being counted at this moment. So
   * nobody has more than one request worked on that does not pass.
   */
  isLikelyToPass: (caller: CustomerCaller) => boolean
  /** Counts one request. @returns where it is one too many, after how long to try again */
  consume: (caller: CustomerCaller) => Promise<{ retryAfterSeconds: number } | undefined>
}

const windowSeconds = 60

/**
 * Counts in Redis, for all instances together. While Redis is away, each instance counts by itself:
 * an outage neither refuses customers nor lets them ask without bound.
 * @param redis must refuse commands while it is away, and answer or fail soon
 */
export const createRateLimits = ({
  customerPerMinute,
  keyPrefix = 'customer-api',
  portalPerMinute,
  redis,
}: {
  redis: Redis
  customerPerMinute: number
  portalPerMinute: number
  keyPrefix?: string
}): RateLimits => {
  const create = (points: number) =>
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix,
      points,
      duration: windowSeconds,
      rejectIfRedisNotReady: true,
      inMemoryBlockOnConsumed: points,
      insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration: windowSeconds }),
    })
  const limiters = {
    customer: create(customerPerMinute),
    'portal-client': create(portalPerMinute),
  }
  const refusals = createRefusals()
  /** How many requests of each caller. */
  const beingCounted = new Map<string, number>()
  return {
    isLikelyToPass: (caller) => {
      const key = keyOf(caller)
      return !beingCounted.has(key) && !refusals.isRefused(key)
    },
    consume: async (caller) => {
      const key = keyOf(caller)
      beingCounted.set(key, (beingCounted.get(key) ?? 0) + 1)
      try {
        await limiters[caller.kind].consume(key)
        return undefined
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        refusals.note(key, error.msBeforeNext)
        return { retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1_000)) }
      } finally {
        const others = beingCounted.get(key)! - 1
        if (others > 0) beingCounted.set(key, others)
        else beingCounted.delete(key)
      }
    },
  }
}

const keyOf = (caller: CustomerCaller): string =>
  `${caller.kind}:${caller.kind === 'customer' ? caller.customerId : caller.id}`

/** Who was refused, until they may ask again; the oldest are forgotten where there are too many. */
const createRefusals = () => {
  const until = new Map<string, number>()
  return {
    isRefused: (key: string): boolean => (until.get(key) ?? -Infinity) > performance.now(),
    note: (key: string, ms: number): void => {
      until.delete(key)
      until.set(key, performance.now() + ms)
      if (until.size > maximumRefusals) until.delete(until.keys().next().value!)
    },
  }
}

const maximumRefusals = 10_000
