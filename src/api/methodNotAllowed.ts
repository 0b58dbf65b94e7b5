import { failure } from './errors'

/** A route for the methods that a path does not have; Next's own answer to them has no body. */
export const methodNotAllowed =
  (...allowed: string[]): (() => Promise<Response>) =>
  async () =>
    failure(405, 'METHOD_NOT_ALLOWED', `Ask with ${allowed.join(' or ')}.`, {
      'Cache-Control': 'private, no-store',
      Allow: [...allowed, 'OPTIONS'].join(', '),
    })
