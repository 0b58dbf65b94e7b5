import { fromDocumentId } from '@/ledger/documentId'

import type { ConversationDocument } from '../documents'
import type { CustomerConversationDocument } from './documents'
import { toPlainText } from './plainText'

/**
 * What a customer is shown of a conversation (spec: customer-conversations). It is worked out from
 * the supervisors' document and nothing else, so that it obeys the law of the projections too.
 */
export const toCustomerConversation = (
  conversation: ConversationDocument,
): CustomerConversationDocument => {
  const { applicationId, customerId, lastUtterance, purpose, status } = conversation
  return {
    _id: conversation._id,
    ...(customerId !== undefined && { customerId: fromDocumentId(customerId) }),
    conversationId: conversation.conversationId,
    ...(applicationId !== undefined && { applicationId: fromDocumentId(applicationId) }),
    purpose: purpose?.trim() || 'Loan Application Chat',
    status: running.has(status) ? 'active' : 'completed',
    ...(lastUtterance && {
      lastMessage: toPlainText(lastUtterance.utterance),
      lastMessageAt: lastUtterance.createdAt,
    }),
    isAccessible: true,
    messageCount: conversation.utteranceCount,
    startedAt: conversation.startedAt,
    version: conversation.version,
    revision: conversation.revision,
  }
}

/** Every other status has ended or decided the conversation. */
const running = new Set(['active', 'paused'])
