import type { Endpoint, PayloadRequest } from 'payload'

import { toErrorResponse } from './errors'
import { requireStaff } from './staff'

/** What an endpoint does once its caller may pass. The answer becomes JSON. */
export type Operation = (request: PayloadRequest) => Promise<unknown>

/**
 * A GET endpoint for staff: failures become the one shape of errors, answers are never kept by a
 * cache.
 */
export const staffEndpoint = (path: string, operation: Operation): Endpoint => ({
  method: 'get',
  path,
  handler: (request) =>
    answer(request, async () => {
      requireStaff(request.user)
      return operation(request)
    }),
})

/** A POST endpoint for staff; which of them may do what, the operation decides. */
export const staffAction = (path: string, operation: Operation): Endpoint => ({
  ...staffEndpoint(path, operation),
  method: 'post',
})

/** A GET endpoint for anyone. */
export const publicEndpoint = (path: string, operation: Operation): Endpoint => ({
  method: 'get',
  path,
  handler: (request) => answer(request, () => operation(request)),
})

const answer = async (
  request: PayloadRequest,
  operation: () => Promise<unknown>,
): Promise<Response> => {
  try {
    return Response.json(await operation(), { headers: { 'Cache-Control': 'no-store' } })
  } catch (error) {
    return toErrorResponse(error, (unexpected) =>
      request.payload.logger.error({ err: unexpected, msg: `${request.pathname} failed` }),
    )
  }
}
