import type { Access } from 'payload'

import { roleOf } from './role'

/** Admins change every file; a supervisor changes what they uploaded. */
export const adminOrUploader: Access = ({ req: { user } }) => {
  const role = roleOf(user)
  if (role === undefined) return false
  return role === 'admin' || { uploadedBy: { equals: user?.id } }
}
