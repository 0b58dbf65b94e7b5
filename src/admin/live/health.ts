import type { HealthReport } from '@/ops/health/report'

import { get, RequestFailed } from './get'

/** How well everything works, and why; "unhealthy" comes with the status of an error. */
export const readHealth = async (signal?: AbortSignal): Promise<HealthReport> => {
  const answer = await get<Partial<HealthReport>>('/api/health', signal, 503)
  if (!answer.checks) throw new RequestFailed(503, 'The server does not say how it is yet')
  return answer as HealthReport
}
