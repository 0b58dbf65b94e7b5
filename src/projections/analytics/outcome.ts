import type { StreamId } from '@/ledger/streamId'

import type { ApplicationDocument } from '../documents'

import { toName } from './bounds'

/** An application's present outcome and when it came to it, where that is known and final. */
export interface Standing {
  outcome?: string
  decidedAt?: Date
}

const decisions: readonly string[] = ['approved', 'declined']
const final: readonly string[] = [...decisions, 'withdrawn']

/** Whether an outcome is the lender's decision; a withdrawal is the customer's. */
export const isDecision = (outcome: string | undefined): boolean =>
  outcome !== undefined && decisions.includes(outcome)

/** The event that set an application's present outcome, where that ends it. */
export const decidedBy = (application: ApplicationDocument | undefined): StreamId | undefined =>
  application && final.includes(application.applicationOutcome ?? '')
    ? application.ledger.stamps.applicationOutcome
    : undefined

/** @param decidedAt time of the event that `decidedBy` names */
export const standingOf = (
  application: ApplicationDocument | undefined,
  decidedAt: Date | undefined,
): Standing => {
  const outcome = application?.applicationOutcome
  return {
    ...(typeof outcome === 'string' && { outcome: toName(outcome) }),
    ...(decidedAt !== undefined && decidedBy(application) !== undefined && { decidedAt }),
  }
}
