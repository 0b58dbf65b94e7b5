import type { FieldAccess } from 'payload'

import { roleOf } from './role'

/** Admins, on everyone but themself: nobody changes their own role. */
export const adminButNotSelf: FieldAccess = ({ id, req: { user } }) =>
  roleOf(user) === 'admin' && id !== user?.id
