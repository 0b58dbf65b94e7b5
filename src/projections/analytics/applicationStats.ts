import { fromDocumentId } from '@/ledger/documentId'

import type { ApplicationDocument } from '../documents'

import { toName } from './bounds'
import { dayOf } from './day'
import type { ApplicationStatsDocument } from './documents'
import { standingOf } from './outcome'

/** What one application's numbers are worked out of. */
export interface ApplicationSource {
  application: ApplicationDocument
  /** Time of its earliest event; nothing where it was only named. */
  begunAt: Date | undefined
  /** Time of the event that set its outcome. */
  decidedAt: Date | undefined
  timeZone: string
}

/** One application in numbers; the revision is the writer's. */
export const applicationStats = ({
  application,
  begunAt,
  decidedAt,
  timeZone,
}: ApplicationSource): ApplicationStatsDocument => {
  const { _id, applicationNumber, customerId, loanAmount, loanPurpose } = application
  const standing = standingOf(application, decidedAt)
  return {
    _id,
    revision: 0,
    applicationId: fromDocumentId(_id),
    applicationNumber,
    ...(customerId !== undefined && { customerId }),
    ...(typeof loanPurpose === 'string' && { loanPurpose: toName(loanPurpose) }),
    ...(typeof loanAmount === 'number' && { loanAmount }),
    ...(begunAt && { begunAt, begunDay: dayOf(begunAt, timeZone) }),
    ...standing,
    ...(standing.decidedAt && { decidedDay: dayOf(standing.decidedAt, timeZone) }),
    ...(standing.decidedAt &&
      begunAt && {
        timeToDecisionMs: Math.max(0, standing.decidedAt.getTime() - begunAt.getTime()),
      }),
  }
}
