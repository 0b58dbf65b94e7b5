import type { Payload, PayloadRequest } from 'payload'

import { withoutForeignCookies } from '../sameOrigin'
import { ApiFailure, toErrorResponse } from '../errors'
import { requireStaff } from '../staff'
import { userOf } from '../userOf'

/** What the business routes are answered from. */
export interface BusinessParts {
  payload: Payload
  /** Whose days count. */
  timeZone: string
  /** The present; the machine's clock where nobody says. */
  now?: () => Date
}

/** Somebody of staff. */
export type StaffUser = NonNullable<PayloadRequest['user']>

/**
 * Answers a question of staff, asked by session or API key; failures become the one shape of errors.
 */
export const forStaff = async (
  request: Request,
  { payload }: BusinessParts,
  answer: (user: StaffUser) => Promise<Response>,
): Promise<Response> => {
  try {
    const user = await userOf(payload, withoutForeignCookies(request).headers)
    requireStaff(user)
    return await answer(user as StaffUser)
  } catch (error) {
    return toErrorResponse(isTooSlow(error) ? tooMuch() : error, (unexpected) =>
      payload.logger.error({ err: unexpected, msg: 'a question about the business failed' }),
    )
  }
}

/** MongoDB's code for a read that went past its time. */
const timeExceeded = 50

const isTooSlow = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === timeExceeded

const tooMuch = (): ApiFailure =>
  new ApiFailure(503, 'TOO_MUCH', 'That took too long to count: ask for a shorter period.', {
    'Retry-After': '5',
  })
