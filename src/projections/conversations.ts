import { fromDocumentId, toDocumentId } from '@/ledger/documentId'
import { eventTypes, isUtterance, type LedgerEvent } from '@/ledger/event'
import { toSearchTerms } from '@/ledger/searchTerms'
import { isLater } from '@/ledger/streamId'

import type { ConversationDocument, CustomerDocument } from './documents'
import { setField } from './lastWriter'
import type { Projection } from './projection'

/** One document a conversation; the transcript itself is read from the archive. */
export const conversations: Projection<ConversationDocument> = {
  name: 'conversations',
  version: 1,
  // Each of them may link it.
  handles: eventTypes,
  keysOf: ({ conversationId }) => (conversationId ? [toDocumentId(conversationId)] : []),
  evolve: (document, event) => {
    const next = document ? copy(document) : begin(event)
    next.version += 1
    if (event.occurredAt > next.updatedAt) next.updatedAt = event.occurredAt
    if (event.occurredAt < next.ledger.earliestAt) next.ledger.earliestAt = event.occurredAt
    link(next, event)
    change(next, event)
    // Until its start is seen, a conversation started with the earliest thing known of it.
    if (next.ledger.stamps.startedAt === undefined) next.startedAt = next.ledger.earliestAt
    return withSearchTerms(next, document)
  },
}

/**
 * What a conversation shows of its customer: always the present name, whichever conversation told
 * it. Applied after `evolve` whenever the link or the customer changed.
 */
export const copyCustomer = (
  conversation: ConversationDocument,
  customer: CustomerDocument | undefined,
): ConversationDocument => {
  const next = copy(conversation)
  if (customer?.fullName) next.customerName = customer.fullName
  else delete next.customerName
  next.ledger.customerTerms = toSearchTerms({
    ids: [],
    names: [customer?.fullName, customer?.preferredName],
    emails: [customer?.emailAddress],
  })
  return withSearchTerms(next, conversation)
}

const begin = ({ conversationId = '', occurredAt }: LedgerEvent): ConversationDocument => ({
  _id: toDocumentId(conversationId),
  conversationId,
  status: 'active',
  startedAt: occurredAt,
  updatedAt: occurredAt,
  utteranceCount: 0,
  searchTerms: [],
  version: 0,
  revision: 0,
  ledger: {
    stamps: {},
    earliestAt: occurredAt,
    applicationNumbers: {},
    settled: [],
    customerTerms: [],
  },
})

const copy = (document: ConversationDocument): ConversationDocument => ({
  ...document,
  ledger: {
    ...document.ledger,
    stamps: { ...document.ledger.stamps },
    applicationNumbers: { ...document.ledger.applicationNumbers },
  },
})

const link = (next: ConversationDocument, event: LedgerEvent): void => {
  const { applicationId, customerId, id } = event
  if (customerId) setField(next, 'customerId', toDocumentId(customerId), id)
  if (!applicationId) return
  setField(next, 'applicationId', toDocumentId(applicationId), id)
  const numbers = next.ledger.applicationNumbers
  if (isLater(id, numbers.aid?.by)) numbers.aid = { number: applicationId, by: id }
  const told = event.type === 'applicationDetail_changed' && event.detail.applicationNumber
  if (told && isLater(id, numbers.told?.by)) numbers.told = { number: told, by: id }
  // The latest number told in the conversation, else its application's id.
  const shown = numbers.told ?? numbers.aid
  if (shown) {
    next.applicationNumber = shown.number
    next.ledger.stamps.applicationNumber = shown.by
  }
}

const change = (next: ConversationDocument, event: LedgerEvent): void => {
  if (isUtterance(event)) return speak(next, event)
  switch (event.type) {
    case 'conversation_started':
      setField(next, 'status', 'active', event.id)
      setField(next, 'startedAt', event.occurredAt, event.id)
      break
    case 'final_decision':
      if (event.outcome === 'approved' || event.outcome === 'declined')
        setField(next, 'status', event.outcome, event.id)
      break
    case 'conversation_summary': {
      const { facts, purpose } = event.summary
      if (purpose !== undefined) setField(next, 'purpose', purpose, event.id)
      if (facts !== undefined)
        setField(
          next,
          'facts',
          facts?.map((fact, index) => ({ id: `${event.id}-${index}`, fact })) ?? null,
          event.id,
        )
      break
    }
  }
}

const speak = (
  next: ConversationDocument,
  { id, occurredAt, type, utterance }: Extract<LedgerEvent, { utterance: unknown }>,
): void => {
  next.utteranceCount += 1
  const username = type === 'user_input' ? 'customer' : 'assistant'
  const last = { username, utterance: utterance.utterance, createdAt: occurredAt } as const
  setField(next, 'lastUtterance', last, id)
  if (utterance.endConversation) setField(next, 'status', 'soft_end', id)
}

const withSearchTerms = (
  next: ConversationDocument,
  before: ConversationDocument | undefined,
): ConversationDocument => {
  const isUnchanged =
    before !== undefined &&
    before.applicationNumber === next.applicationNumber &&
    before.customerId === next.customerId &&
    before.ledger.customerTerms === next.ledger.customerTerms
  if (isUnchanged) return next
  const customerId = next.customerId && fromDocumentId(next.customerId)
  const ids = [next.conversationId, next.applicationNumber, customerId]
  const own = toSearchTerms({ ids, names: [], emails: [] })
  next.searchTerms = [...new Set([...own, ...next.ledger.customerTerms])].sort()
  return next
}
