import { ObjectId, type Db, type Document } from 'mongodb'
import { extractJWT, type Payload, type TypedUser } from 'payload'

import { findPresentClients, toClientKey } from './customer/portalClients'
import { roleOf } from '@/collections/access/role'
import { databaseOf } from '@/queries/database'
import type { Grant } from '@/realtime/grants'

/** What a user who was let in showed for it. */
export const readGrant = async ({
  headers,
  payload,
  user,
}: {
  headers: Headers
  payload: Payload
  user: TypedUser
}): Promise<Grant> => {
  const userId = String(user.id)
  const { _sid: sessionId, _strategy: strategy } = user as { _sid?: string; _strategy?: string }
  if (strategy === 'api-key') {
    const owner = await databaseOf(payload)
      .collection('users')
      .findOne({ _id: new ObjectId(userId) }, { projection: { apiKeyIndex: 1 } })
    return { userId, apiKeyIndex: String(owner?.apiKeyIndex) }
  }
  const expiresAtMs = expiryOf(extractJWT({ headers, payload }))
  return {
    userId,
    ...(sessionId !== undefined && { sessionId }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
  }
}

/**
 * Finds the grants that no longer hold: the user is gone or has no staff role, the session was
 * ended or ran out, the API key was changed. One read a kind, whatever the number of grants.
 * @throws where the database does not answer; nothing is known then
 */
export const findEndedGrants = async (
  database: Db,
  grants: readonly Grant[],
  nowMs: number,
): Promise<Grant[]> => [
  ...(await findEndedStaff(
    database,
    grants.filter(({ kind }) => kind === undefined),
    nowMs,
  )),
  ...(await findEndedClients(
    database,
    grants.filter(({ kind }) => kind === 'portal-client'),
  )),
  // A customer's token cannot be taken back: it ends when it runs out.
  ...grants.filter(({ expiresAtMs = 0, kind }) => kind === 'customer' && expiresAtMs <= nowMs),
]

const findEndedClients = async (database: Db, grants: readonly Grant[]): Promise<Grant[]> => {
  if (grants.length === 0) return []
  const shown = grants.map(({ apiKeyIndex = '', userId: id }) => ({ id, apiKeyIndex }))
  const present = await findPresentClients(database, shown)
  return grants.filter(
    ({ apiKeyIndex, userId }) => !present.has(toClientKey({ id: userId, apiKeyIndex })),
  )
}

const findEndedStaff = async (
  database: Db,
  grants: readonly Grant[],
  nowMs: number,
): Promise<Grant[]> => {
  if (grants.length === 0) return []
  const ids = [...new Set(grants.map(({ userId }) => userId))].filter(ObjectId.isValid)
  const users = await database
    .collection('users')
    .find(
      { _id: { $in: ids.map((id) => new ObjectId(id)) } },
      { projection: { role: 1, sessions: 1, enableAPIKey: 1, apiKeyIndex: 1 }, maxTimeMS: 5_000 },
    )
    .toArray()
  const byId = new Map(users.map((user) => [user._id.toHexString(), user]))
  return grants.filter((grant) => !holds(grant, byId.get(grant.userId), nowMs))
}

const holds = (grant: Grant, user: Document | undefined, nowMs: number): boolean => {
  if (!user || roleOf({ ...user, collection: 'users' }) === undefined) return false
  if (grant.expiresAtMs !== undefined && grant.expiresAtMs <= nowMs) return false
  if (grant.apiKeyIndex !== undefined)
    return user.enableAPIKey === true && user.apiKeyIndex === grant.apiKeyIndex
  const sessions = Array.isArray(user.sessions) ? (user.sessions as Document[]) : []
  return sessions.some(
    ({ expiresAt, id }) =>
      id === grant.sessionId && new Date(expiresAt as Date | string).getTime() > nowMs,
  )
}

/** When a token that was already verified runs out. */
const expiryOf = (token: string | null): number | undefined => {
  const claims = token?.split('.')[1]
  if (!claims) return undefined
  const { exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { exp?: unknown }
  return typeof exp === 'number' ? exp * 1_000 : undefined
}
