import { failure } from './errors'

/** A route for the methods that a path does not have; Next's own answer to them has no body. */
export const methodNotAllowed =
  (allowed: 'GET' | 'POST'): (() => Promise<Response>) =>
  async () =>
    failure(405, 'METHOD_NOT_ALLOWED', `Ask with ${allowed}.`, {
      'Cache-Control': 'private, no-store',
      // Next answers HEAD wherever GET is answered.
      Allow: allowed === 'GET' ? 'GET, HEAD, OPTIONS' : `${allowed}, OPTIONS`,
    })
