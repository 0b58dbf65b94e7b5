import type { PayloadRequest } from 'payload'

import { recordAudit, toActor, type AuditEvent } from '@/ops/audit'
import { databaseOf } from '@/queries/database'

import { sessionOf } from './session'

/** The operator's commands tell the trail themselves, with the operator's name. */
export const isOurOwnCode = ({ payloadAPI }: PayloadRequest): boolean => payloadAPI === 'local'

/**
 * Tells the trail what a request does, in the transaction that does it. Code of our own, such as a
 * command of the CLI, acts for nobody who is logged in.
 * @param event names an actor only where it is somebody else than who is logged in
 */
export const recordAction = async (
  req: PayloadRequest,
  event: Pick<AuditEvent, 'action' | 'details' | 'subject'> & { actor?: string },
): Promise<void> =>
  recordAudit(
    databaseOf(req.payload),
    { actor: req.user ? toActor(req.user) : 'system', ...event },
    await sessionOf(req),
  )
