/** How well a part, or everything, works. */
export type Health = 'healthy' | 'degraded' | 'unhealthy'

/** The checks of `GET /api/health` (contract: HTTP). */
export type CheckName = 'redis' | 'mongodb' | 'event_processing' | 'projections_sync'

/** Something that is wrong, and what it means. */
export interface Finding {
  code: string
  severity: 'degraded' | 'unhealthy'
  message: string
}

export interface CheckResult {
  status: Health
  findings: Finding[]
  /** Codes of conditions that are seen, but did not hold for long enough to count. */
  watching: string[]
  details: Record<string, unknown>
}

/** The answer of `GET /api/health` for staff. */
export interface HealthReport {
  overall: Health
  evaluatedAt: string
  checks: Record<CheckName, CheckResult>
}

/** The worst of several; healthy where there are none. */
export const worstOf = (all: readonly Health[]): Health =>
  all.includes('unhealthy') ? 'unhealthy' : all.includes('degraded') ? 'degraded' : 'healthy'
