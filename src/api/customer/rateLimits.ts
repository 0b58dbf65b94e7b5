import type { Redis } from 'ioredis'
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'

import type { CustomerCaller } from './caller'

/** How often callers of the customer routes may ask. */
export interface RateLimits {
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
  return {
    consume: async (caller) => {
      const id = caller.kind === 'customer' ? caller.customerId : caller.id
      try {
        await limiters[caller.kind].consume(`${caller.kind}:${id}`)
        return undefined
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        return { retryAfterSeconds: Math.max(1, Math.ceil(error.msBeforeNext / 1_000)) }
      }
    },
  }
}
