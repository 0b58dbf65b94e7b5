import type { PaceSettings } from '@/projector/analytics/pace'

import type { Death } from './dieAtStep'

/** One stream and the database that it is projected into. */
export interface Ledger {
  stream: string
  database: string
}

/** What a projector process is started with. */
export interface ProjectorSettings {
  databaseUri: string
  redisUrl: string
  ledgers: Ledger[]
  worker: {
    workerId: string
    batchSize: number
    processingTimeoutMs: number
    claimIdleMs: number
    claimEveryMs: number
    lanesFrom?: number
  }
  /** Follow the ledgers with the numbers of the business as well, for days of this time zone. */
  follower?: { timeZone: string } & Partial<PaceSettings>
  /** End with SIGKILL once every ledger's worker has come to a step. */
  dieAt?: Death
}

/** The names of a ledger's change feed. */
export const feedOf = (stream: string): { stream: string; channel: string } => ({
  stream: `${stream}:feed`,
  channel: `${stream}:updates`,
})

/** The driver's waits, shortened: a connection that is dead is noticed in seconds, not in a minute. */
export const quickToNotice = {
  serverSelectionTimeoutMS: 2_000,
  connectTimeoutMS: 2_000,
  heartbeatFrequencyMS: 1_000,
  serverMonitoringMode: 'poll',
} as const
