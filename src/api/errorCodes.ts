import type { AfterErrorHook } from 'payload'

/**
 * Gives the errors of Payload's own routes the shape that all errors of the product have (contract:
 * HTTP): a code beside the message, and 401 instead of 403 where nobody is logged in.
 */
export const errorCodes: AfterErrorHook = ({ error, req, result }) => {
  if (!result) return undefined
  // A number, a date or an id that is none: what was asked is wrong, not what answers.
  if (error.name === 'CastError')
    return { status: 400, response: { errors: [unreadable as never] } }
  // Two requests wrote one document at once, such as two logins of one account.
  if ((error as { code?: unknown }).code === writeConflict)
    return { status: 409, response: { errors: [contested as never] } }
  // What Payload reads as JSON without looking first: `where=…`, the fields beside a file.
  if (error instanceof SyntaxError)
    return { status: 400, response: { errors: [malformed as never] } }
  const given = (error as { status?: number }).status ?? 500
  const status = given === 403 && !req.user ? 401 : given
  const code = codes[status] ?? (status >= 500 ? 'INTERNAL_ERROR' : 'INVALID_REQUEST')
  const errors = result.errors ?? []
  return { status, response: { errors: errors.map((each) => ({ ...each, code }) as typeof each) } }
}

/** MongoDB's code for it. */
const writeConflict = 112

const contested = { message: 'Something else changed this just now: try again.', code: 'CONFLICT' }

const unreadable = { message: 'A value is not of its field’s type.', code: 'INVALID_REQUEST' }
const malformed = { message: 'Something in the request is not JSON.', code: 'INVALID_REQUEST' }

const codes: Record<number, string> = {
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  423: 'LOCKED',
  429: 'TOO_MANY_REQUESTS',
}
