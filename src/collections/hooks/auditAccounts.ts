import type {
  CollectionAfterChangeHook,
  CollectionBeforeChangeHook,
  CollectionBeforeDeleteHook,
  CollectionBeforeValidateHook,
} from 'payload'

import { toActor } from '@/ops/audit'

import { isOurOwnCode, recordAction } from './recordAction'

/** Tells the trail of a new account, and of its role where it is one of staff. */
export const auditNewAccount: CollectionAfterChangeHook = async ({
  collection,
  doc,
  operation,
  req,
}) => {
  if (operation === 'create' && !isOurOwnCode(req))
    await recordAction(req, {
      action: `${nounOf(collection.slug)}.created`,
      subject: `${collection.slug}/${doc.id}`,
      ...(doc.role && { details: { role: doc.role } }),
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
export const auditDeletedAccount: CollectionBeforeDeleteHook = async ({ collection, id, req }) => {
  if (!isOurOwnCode(req))
    await recordAction(req, {
      action: `${nounOf(collection.slug)}.deleted`,
      subject: `${collection.slug}/${id}`,
    })
}

/**
 * Tells the trail of a password that was set in the place of a forgotten one. Payload runs no other
 * hook inside that transaction, and this one without the document as it was: that tells it apart.
 */
export const auditForgottenPassword: CollectionBeforeValidateHook = async ({
  data,
  operation,
  originalDoc,
  req,
}) => {
  if (operation === 'update' && !originalDoc && data?.id && !isOurOwnCode(req))
    await recordAction(req, {
      actor: toActor({ id: data.id as string, email: data.email as string }),
      action: 'user.changed',
      subject: `users/${data.id}`,
      details: { hasNewPassword: true, wasForgotten: true },
    })
  return data
}

const nounOf = (slug: string): 'portal-client' | 'user' =>
  slug === 'portal-clients' ? 'portal-client' : 'user'

const isOther = (after: unknown, before: unknown): boolean =>
  after !== undefined && after !== before
