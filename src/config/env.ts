import { hostname } from 'node:os'

import { z } from 'zod'

/** The product's settings, read once; see `.env.example` for what each one is for. */
export type Env = z.infer<typeof schema>

/**
 * Reads and checks the environment.
 * @throws {InvalidEnvironment} naming every variable that is wrong and why
 */
export const readEnv = (source: Record<string, string | undefined> = process.env): Env => {
  // An empty value in a .env file means "not set".
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''))
  const result = schema.safeParse(given)
  if (result.success) return result.data
  throw new InvalidEnvironment(
    result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`),
  )
}

/** The settings of this process. Read on first use, so that a build needs none. */
export const env = (): Env => (cached ??= readEnv())

/** The environment cannot work; `problems` has one sentence for each variable. */
export class InvalidEnvironment extends Error {
  override readonly name = 'InvalidEnvironment'
  readonly code = 'INVALID_ENVIRONMENT'

  constructor(readonly problems: string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
  }
}

let cached: Env | undefined

const required = (what: string) => z.string({ error: `is not set: ${what}` })

const count = (fallback: number, minimum = 1) =>
  z.coerce.number().int().min(minimum).default(fallback)

/** The name of a thing in a database. */
const identifier = (fallback: string) =>
  z
    .string()
    .regex(/^[A-Za-z_]\w{0,63}$/, 'must be letters, digits and underscores')
    .default(fallback)

/** Texts that commas separate; none where it is not set. */
const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )

const isOriginOrAll = (text: string): boolean =>
  text === '*' || (URL.canParse(text) && new URL(text).origin === text)

const schema = z.object({
  PAYLOAD_SECRET: required('a long random text that signs sessions').min(
    16,
    'must have at least 16 characters',
  ),
  DATABASE_URI: required('the MongoDB connection string').refine(
    (uri) =>
      /^mongodb(\+srv)?:\/\//.test(uri) &&
      (uri.startsWith('mongodb+srv') || /[?&]replicaSet=[^&]+/.test(uri)),
    'must be a mongodb:// address that names a replica set (…?replicaSet=rs0): without one there are no transactions',
  ),
  REDIS_URL: required('the Redis connection string').refine(
    (url) => /^rediss?:\/\//.test(url),
    'must be a redis:// or rediss:// address',
  ),
  ENABLE_EVENT_PROCESSING: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((value) => value === 'true'),
  WORKER_ID: z.string().default(() => `${hostname()}-${process.pid}`),
  LEDGER_STREAM: z.string().default('chatLedger'),
  BUSINESS_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'must be an IANA time zone such as Australia/Sydney')
    .default('Australia/Sydney'),
  CUSTOMER_TOKEN_SECRET: list.refine(
    (secrets) => secrets.every((secret) => secret.length >= 16),
    'must have at least 16 characters (each, where a comma separates several)',
  ),
  CUSTOMER_JWKS_URL: z.url({ protocol: /^https?$/, error: 'must be an address' }).optional(),
  CUSTOMER_TOKEN_ISSUER: z.string().optional(),
  CUSTOMER_TOKEN_AUDIENCE: z.string().optional(),
  CUSTOMER_RATE_LIMIT_PER_MINUTE: count(300),
  PORTAL_RATE_LIMIT_PER_MINUTE: count(60_000),
  LIVE_STREAMS_PER_USER: count(20),
  CUSTOMER_CORS_ORIGINS: list.refine(
    (origins) => origins.every(isOriginOrAll),
    'must be origins such as https://portal.example.au, separated by commas, or *',
  ),
  PORTAL_EXAMPLE: z
    .enum(['true', 'false'], { error: 'must be true or false' })
    .default('false')
    .transform((value) => value === 'true'),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  PUBLIC_URL: z.url({ error: 'must be the address that browsers use' }).optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  RETRY_ATTEMPTS: count(3),
  RETRY_BASE_DELAY_MS: count(1_000, 0),
  BATCH_SIZE: count(5_000),
  PROCESSING_TIMEOUT_MS: count(30_000),
  BREAKER_FAILURES: count(5),
  BREAKER_OPEN_MS: count(60_000),
  BREAKER_HALF_OPEN_CALLS: count(3),
  HEALTH_INTERVAL_MS: count(30_000),
  HEALTH_LAG_ALERT_EVENTS: count(1_000),
  HEALTH_SYNC_DIFFERENCE_EVENTS: count(10),
  SELF_CHECK_INTERVAL_MS: count(10_000, 0),
  EXPORT_CLICKHOUSE_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .optional(),
  EXPORT_CLICKHOUSE_DATABASE: identifier('default'),
  EXPORT_CLICKHOUSE_TABLE: identifier('ledger_events'),
  EXPORT_CLICKHOUSE_USER: z.string().default('default'),
  EXPORT_CLICKHOUSE_PASSWORD: z.string().default(''),
  RECOVERY_ATTEMPTS: count(3),
  RECOVERY_DELAY_MS: count(5_000, 0),
})

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
