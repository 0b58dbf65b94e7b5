import type { ApplicationDocument, ConversationDocument } from '../documents'

import { toName } from './bounds'
import { dayOf } from './day'
import type { ConversationStatsDocument } from './documents'
import { isDecision, standingOf } from './outcome'
import { stagesOf } from './stages'
import type { Talk } from './talk'

/** What one conversation's numbers are worked out of. */
export interface ConversationSource {
  conversation: ConversationDocument
  talk: Talk
  /** The application that the conversation links to. */
  application: ApplicationDocument | undefined
  /** Time of the event that set the application's outcome. */
  decidedAt: Date | undefined
  timeZone: string
}

/** One conversation in numbers; the revision is the writer's. */
export const conversationStats = ({
  application,
  conversation,
  decidedAt,
  talk,
  timeZone,
}: ConversationSource): ConversationStatsDocument => {
  const { applicationId, applicationNumber, customerId, purpose, startedAt } = conversation
  const { loanAmount, loanPurpose } = application ?? {}
  const standing = standingOf(application, decidedAt)
  const stages = stagesOf(application)
  const sinceStartMs = standing.decidedAt && standing.decidedAt.getTime() - startedAt.getTime()
  return {
    _id: conversation._id,
    revision: 0,
    conversationId: conversation.conversationId,
    ...(applicationId !== undefined && { applicationId }),
    ...(customerId !== undefined && { customerId }),
    ...(applicationNumber !== undefined && { applicationNumber }),
    ...(typeof purpose === 'string' && { purpose: toName(purpose) }),
    ...(typeof loanPurpose === 'string' && { loanPurpose: toName(loanPurpose) }),
    status: conversation.status,
    startedAt,
    startedDay: dayOf(startedAt, timeZone),
    ...talk,
    ...standing,
    ...(sinceStartMs !== undefined && sinceStartMs >= 0 && { timeToDecisionMs: sinceStartMs }),
    ...(typeof loanAmount === 'number' && { loanAmount }),
    ...stages,
    ...(stages.currentStage !== undefined &&
      !isDecision(standing.outcome) && { dropOffStage: stages.currentStage }),
  }
}
