import type {
  CollectionAfterChangeHook,
  CollectionBeforeChangeHook,
  CollectionBeforeDeleteHook,
  PayloadRequest,
} from 'payload'

import { recordAction } from './recordAction'

/** The operator's commands tell the trail themselves, with the operator's name. */
const isOurOwnCode = ({ payloadAPI }: PayloadRequest): boolean => payloadAPI === 'local'

/** Tells the trail of a new account and its role. */
export const auditNewAccount: CollectionAfterChangeHook = async ({ doc, operation, req }) => {
  if (operation === 'create' && !isOurOwnCode(req))
    await recordAction(req, {
      action: 'user.created',
      subject: `users/${doc.id}`,
      details: { role: doc.role },
    })
  return doc
}

/** Tells the trail what opens doors: another role, password or address to log in with. */
export const auditChangedAccount: CollectionBeforeChangeHook = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation !== 'update' || isOurOwnCode(req)) return data
  const details = {
    ...(isOther(data.role, originalDoc?.role) && {
      role: data.role as string,
      formerRole: originalDoc?.role as string,
    }),
    ...(isOther(data.email, originalDoc?.email) && { hasNewEmail: true }),
    ...(typeof data.password === 'string' && { hasNewPassword: true }),
  }
  if (Object.keys(details).length > 0)
    await recordAction(req, {
      action: 'user.changed',
      subject: `users/${originalDoc?.id}`,
      details,
    })
  return data
}

/** Tells the trail of an account that is no more. */
export const auditDeletedAccount: CollectionBeforeDeleteHook = async ({ id, req }) => {
  if (!isOurOwnCode(req))
    await recordAction(req, { action: 'user.deleted', subject: `users/${id}` })
}

const isOther = (after: unknown, before: unknown): boolean =>
  after !== undefined && after !== before
