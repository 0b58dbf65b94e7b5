import type { PayloadRequest } from 'payload'

import { roleOf } from '@/collections/access/role'

import { forbidden, unauthenticated } from './errors'

/**
 * Lets staff pass, by session or API key.
 * @throws {ApiFailure} 401 for nobody, 403 for somebody without a staff role
 */
export const requireStaff = (user: PayloadRequest['user']): void => {
  if (!user) throw unauthenticated()
  if (roleOf(user) === undefined) throw forbidden()
}
