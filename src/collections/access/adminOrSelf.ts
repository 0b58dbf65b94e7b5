import type { Access } from 'payload'

import { roleOf } from './role'

/** Admins reach every user; everyone else reaches themself. */
export const adminOrSelf: Access = ({ req: { user } }) => {
  if (roleOf(user) === 'admin') return true
  return user?.collection === 'users' ? { id: { equals: user.id } } : false
}
