import { Redis } from 'ioredis'
import type { Payload } from 'payload'

import type { CustomerCaller } from '@/api/customer/caller'
import { createRateLimits } from '@/api/customer/rateLimits'
import type { CustomerApi } from '@/api/customer/routes'
import { createCustomerStreamCounts } from '@/api/customer/streamCounts'
import { createTokenVerifier } from '@/api/customer/tokens'
import type { StreamCounts } from '@/api/streamCounts'
import type { Env } from '@/config/env'
import { databaseOf } from '@/queries/database'

/** The customer routes wait no longer for Redis; each process counts by itself then. */
const answerMs = 250

/** Builds what the customer routes are served from. */
export const createCustomerApi = ({
  env,
  payload,
}: {
  env: Env
  payload: Payload
}): CustomerApi & { streams: StreamCounts<CustomerCaller>; stop: () => void } => {
  const redis = new Redis(env.REDIS_URL, {
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: answerMs,
    socketTimeout: 10_000,
  })
  redis.on('error', (error) =>
    payload.logger.debug({ err: error, msg: 'Requests of customers are counted by each process' }),
  )
  return {
    database: () => databaseOf(payload),
    secret: payload.secret,
    verifyToken: createTokenVerifier({
      secrets: env.CUSTOMER_TOKEN_SECRET,
      ...(env.CUSTOMER_JWKS_URL !== undefined && { jwksUrl: env.CUSTOMER_JWKS_URL }),
      ...(env.CUSTOMER_TOKEN_ISSUER !== undefined && { issuer: env.CUSTOMER_TOKEN_ISSUER }),
      ...(env.CUSTOMER_TOKEN_AUDIENCE !== undefined && { audience: env.CUSTOMER_TOKEN_AUDIENCE }),
    }),
    limits: createRateLimits({
      redis,
      customerPerMinute: env.CUSTOMER_RATE_LIMIT_PER_MINUTE,
      portalPerMinute: env.PORTAL_RATE_LIMIT_PER_MINUTE,
    }),
    corsOrigins: env.CUSTOMER_CORS_ORIGINS,
    streams: createCustomerStreamCounts(),
    log: (error, message) => payload.logger.error({ err: error, msg: message }),
    stop: () => redis.disconnect(),
  }
}
