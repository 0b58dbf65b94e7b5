import type { Engines } from '../bringUp'
import { inherited } from '../environment'
import type { Credentials } from './credentials'

/** The environment of the demo's app and of the commands that work on its data. */
export const appEnvironment = (options: {
  engines: Pick<Engines, 'databaseUri' | 'redisUrl'>
  credentials: Credentials
  isProcessing: boolean
}): Record<string, string | undefined> => {
  const { credentials, engines, isProcessing } = options
  return {
    ...inherited(),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    PAYLOAD_SECRET: credentials.payloadSecret,
    DATABASE_URI: engines.databaseUri,
    REDIS_URL: engines.redisUrl,
    ENABLE_EVENT_PROCESSING: String(isProcessing),
    WORKER_ID: 'demo',
    METRICS_TOKEN: credentials.metricsToken,
    CUSTOMER_TOKEN_SECRET: credentials.customerTokenSecret,
    PORTAL_EXAMPLE: 'true',
  }
}
