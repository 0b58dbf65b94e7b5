import { fromDocumentId } from '@/ledger/documentId'

import type { Conversation } from '../live/documents'

/** Who a conversation is with, as well as it is known: the name, else the customer's id, else its own id. */
export const nameOf = (conversation: Conversation): string =>
  present(conversation.customerName) ??
  businessIdOf(conversation.customerId) ??
  conversation.conversationId ??
  conversation.id

/** Which side spoke, in the words of the screen; an unknown speaker is named as sent. */
export const speakerOf = (username: string): string =>
  username === 'customer' ? 'Customer' : username === 'assistant' ? 'Broker' : username

const present = (text: string | null | undefined): string | undefined => text?.trim() || undefined

const businessIdOf = (documentId: string | null | undefined): string | undefined =>
  documentId ? present(fromDocumentId(documentId)) : undefined
