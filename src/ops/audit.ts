import type { ClientSession, Collection, Db } from 'mongodb'

/** What operators do that leaves a trace. */
export type AuditAction =
  | 'dead-letter.retried'
  | 'dead-letter.discarded'
  | 'ledger.replayed'
  | 'projection.rebuilt'
  | 'projection.rolled-back'
  | 'projection.rebuild-cancelled'
  | 'verification.drifted'
  | 'verification.settled'
  | 'business.exported'
  | 'archive.export-begun'
  | 'archive.exported'
  | 'user.created'
  | 'user.changed'
  | 'user.deleted'
  | 'user.unlocked'
  | 'portal-client.created'
  | 'portal-client.deleted'
  | 'api-key.created'
  | 'api-key.replaced'
  | 'api-key.revoked'

/**
 * One line of the trail: who did what to what, and when. No customer's data, but for a drift that
 * the self-check found: it quotes the fields that differ, cut short. Only admins read the trail.
 */
export interface AuditEvent {
  at: Date
  /**
   * A user's e-mail address (else id), `cli:<account of the operating system>`, or `self-check`.
   */
  actor: string
  action: AuditAction
  /** `collection/id` of what it was done to, or the collection alone. */
  subject: string
  details?: Record<string, unknown>
}

/** Name of the collection that keeps the trail (spec: system). */
export const auditName = 'audit-events'

/** The trail. It is only ever appended to. */
export const auditOf = (db: Db): Collection<AuditEvent> => db.collection(auditName)

/**
 * Appends to the trail. Give it the session of the action's transaction where there is one, so
 * that neither exists without the other.
 */
export const recordAudit = async (
  db: Db,
  { at = new Date(), ...event }: Omit<AuditEvent, 'at'> & { at?: Date },
  session?: ClientSession,
): Promise<void> => {
  // eslint-disable-next-line no-restricted-syntax -- the trail is no read model: no event tells it
  await auditOf(db).insertOne(
    { at, ...event },
    { ignoreUndefined: true, ...(session ? { session } : { writeConcern: { w: 'majority' } }) },
  )
}

/** How a user of the product is named in the trail. */
export const toActor = (user: { id: number | string; email?: string | null }): string =>
  user.email ?? String(user.id)
