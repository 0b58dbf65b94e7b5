import type { Endpoint, Payload } from 'payload'

import type { HealthMonitor } from '@/ops/health/monitor'

import { callerOf } from './callerRole'
import { publicEndpoint } from './endpoint'
import { hasMetricsToken } from './metricsToken'

/** Answers while the process can answer, whatever its engines do. */
export const healthEndpoints: Endpoint[] = [
  publicEndpoint('/health/live', async () => ({ status: 'alive' })),
]

/** What `GET /api/health` is answered from; there is no monitor before the start is over. */
export interface HealthParts {
  payload: Payload
  monitor: HealthMonitor | undefined
  metricsToken: string | undefined
}

/** A session that cannot be looked up in time gets what everyone gets. */
const callerWithinMs = 1_500

/**
 * Answers `GET /api/health` (contract: HTTP): everyone learns the verdict, staff and whoever shows
 * the metrics token learn why. It never waits for an engine that hangs.
 */
export const answerHealth = async (
  request: Request,
  { metricsToken, monitor, payload }: HealthParts,
): Promise<Response> => {
  if (!monitor) return toAnswer({ overall: 'unhealthy' })
  const [isTrusted, { report }] = await Promise.all([
    mayKnowAll(request, { metricsToken, payload }),
    monitor.check(),
  ])
  return toAnswer(isTrusted ? report : { overall: report.overall })
}

const mayKnowAll = async (
  request: Request,
  { metricsToken, payload }: Pick<HealthParts, 'metricsToken' | 'payload'>,
): Promise<boolean> => {
  if (hasMetricsToken(request.headers, metricsToken)) return true
  if (!request.headers.has('authorization') && !request.headers.has('cookie')) return false
  return typeof (await callerOf(payload, request, callerWithinMs)) === 'object'
}

const toAnswer = (body: { overall: string }): Response =>
  Response.json(body, {
    status: body.overall === 'unhealthy' ? 503 : 200,
    headers: { 'Cache-Control': 'no-store' },
  })
