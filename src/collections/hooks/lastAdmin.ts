import { randomUUID } from 'node:crypto'

import { ObjectId } from 'mongodb'
import {
  APIError,
  type CollectionBeforeChangeHook,
  type CollectionBeforeDeleteHook,
  type PayloadRequest,
} from 'payload'

import { databaseOf } from '@/queries/database'

import { sessionOf } from './session'

/** Refuses to take the role of the last admin away. */
export const keepLastAdminRole: CollectionBeforeChangeHook = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  const loses = originalDoc?.role === 'admin' && 'role' in data && data.role !== 'admin'
  if (operation === 'update' && loses) await requireAnotherAdmin(req, originalDoc.id as string)
  return data
}

/** Refuses to delete the last admin. */
export const keepLastAdmin: CollectionBeforeDeleteHook = async ({ id, req }) => {
  const user = await databaseOf(req.payload)
    .collection('users')
    .findOne({ _id: new ObjectId(String(id)) }, { projection: { role: 1 } })
  if (user?.role === 'admin') await requireAnotherAdmin(req, String(id))
}

/**
 * Writes to the other admins instead of only counting them: two requests that would each remove
 * one of the last two then conflict, and one of them is refused.
 */
const requireAnotherAdmin = async (req: PayloadRequest, id: string): Promise<void> => {
  const session = await sessionOf(req)
  const { matchedCount } = await databaseOf(req.payload)
    .collection('users')
    .updateMany(
      { role: 'admin', _id: { $ne: new ObjectId(id) } },
      { $set: { adminGuard: randomUUID() } },
      { ...(session && { session }) },
    )
  if (matchedCount === 0) throw new APIError('The last admin must stay an admin.', 409, null, true)
}
