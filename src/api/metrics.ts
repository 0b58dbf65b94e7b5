import type { Payload } from 'payload'

import type { Metrics } from '@/ops/metrics'

import { callerOf } from './callerRole'
import { ApiFailure, toErrorResponse, unauthenticated } from './errors'
import { hasMetricsToken } from './metricsToken'

/** What `GET /api/metrics` is answered from. */
export interface MetricsParts {
  payload: Payload
  metrics: Metrics | undefined
  metricsToken: string | undefined
}

const callerWithinMs = 1_500

/** Answers `GET /api/metrics` (contract: HTTP): for the metrics token, or for admins. */
export const answerMetrics = async (
  request: Request,
  { metrics, metricsToken, payload }: MetricsParts,
): Promise<Response> => {
  try {
    if (!hasMetricsToken(request.headers, metricsToken)) await requireAdmin(payload, request)
    if (!metrics) throw new ApiFailure(503, 'UNAVAILABLE', 'This process has not started yet.')
    const text = await metrics.toText()
    return new Response(text, {
      headers: { 'Content-Type': metrics.contentType, 'Cache-Control': 'no-store' },
    })
  } catch (error) {
    return toErrorResponse(error, (unexpected) =>
      payload.logger.error({ err: unexpected, msg: 'metrics were not answered' }),
    )
  }
}

const requireAdmin = async (payload: Payload, request: Request): Promise<void> => {
  const caller = await callerOf(payload, request, callerWithinMs)
  if (caller === 'not-known')
    throw new ApiFailure(503, 'UNAVAILABLE', 'Sessions cannot be looked up now.')
  if (caller === 'nobody') throw unauthenticated()
  if (caller === 'no-role' || caller.role !== 'admin')
    throw new ApiFailure(403, 'FORBIDDEN', 'This needs the role admin.')
}
