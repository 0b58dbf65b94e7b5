import type { Payload } from 'payload'

import type { LiveStatus } from '@/realtime/liveStatus'

import { callerOf } from './callerRole'
import { ApiFailure, forbidden, toErrorResponse, unauthenticated } from './errors'

/** What `GET /api/realtime/status` is answered from; nothing before the start is over. */
export interface LiveStatusParts {
  payload: Payload
  status: (() => Promise<LiveStatus>) | undefined
}

const callerWithinMs = 1_500

/** Tells staff how far what the screens show is complete, and what is amiss. */
export const answerLiveStatus = async (
  request: Request,
  { payload, status }: LiveStatusParts,
): Promise<Response> => {
  try {
    const caller = await callerOf(payload, request, callerWithinMs)
    if (caller === 'nobody') throw unauthenticated()
    if (caller === 'no-role') throw forbidden()
    if (caller === 'not-known' || !status)
      throw new ApiFailure(503, 'UNAVAILABLE', 'Nothing is known now.')
    return Response.json(await status(), { headers: { 'Cache-Control': 'no-store' } })
  } catch (error) {
    return toErrorResponse(error, (unexpected) =>
      payload.logger.error({ err: unexpected, msg: 'the live status was not answered' }),
    )
  }
}
