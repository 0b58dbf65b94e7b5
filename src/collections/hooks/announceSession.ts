import type {
  CollectionAfterChangeHook,
  CollectionAfterDeleteHook,
  CollectionAfterLoginHook,
  CollectionAfterLogoutHook,
  PayloadRequest,
} from 'payload'

import { announceSessionChange } from '@/runtime/announceSession'

import { afterCommit } from './afterCommit'

/** A changed user: role, password, API key. Every instance looks at their live streams again. */
export const announceChange: CollectionAfterChangeHook = async ({ doc, req }) => {
  await announce(req, doc.id as string)
  return doc
}

/** A deleted user's live streams end. */
export const announceDelete: CollectionAfterDeleteHook = async ({ doc, id, req }) => {
  await announce(req, String(id))
  return doc
}

/** Logging out ends the live streams of that session. */
export const announceLogout: CollectionAfterLogoutHook = async ({ req }) => {
  if (req.user) await announce(req, String(req.user.id))
}

/** Setting a forgotten password ends every other session, and ends with a login. */
export const announceLogin: CollectionAfterLoginHook = async ({ req, user }) => {
  await announce(req, String(user.id))
  return user
}

const announce = (req: PayloadRequest, userId: string): Promise<void> =>
  afterCommit(req, () => announceSessionChange(userId))
