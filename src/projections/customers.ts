import { toDocumentId } from '@/ledger/documentId'
import { type ApplicationDetailChanged, eventTypes, type LedgerEvent } from '@/ledger/event'

import type { CustomerDocument } from './documents'
import { insertLink } from './insertOnly'
import { setFields } from './lastWriter'
import type { Projection } from './projection'

/** Whether an event holds data about its customer, beyond naming one. */
export const isAboutCustomer = (event: LedgerEvent): event is ApplicationDetailChanged =>
  event.type === 'applicationDetail_changed' &&
  event.customerId !== undefined &&
  Object.keys(event.detail.customer).length > 0

/** One document a customer. */
export const customers: Projection<CustomerDocument> = {
  name: 'customers',
  version: 1,
  // Each of them may link it.
  handles: eventTypes,
  keysOf: ({ customerId }) => (customerId ? [toDocumentId(customerId)] : []),
  evolve: (document, event) => {
    const next = document ? copy(document) : begin(event)
    link(next, event)
    if (isAboutCustomer(event)) {
      next.version += 1
      if (!next.updatedAt || event.occurredAt > next.updatedAt) next.updatedAt = event.occurredAt
      const { identityDocuments, ...change } = event.detail.customer
      setFields<CustomerDocument>(next, change, event.id)
      if (identityDocuments !== undefined) {
        const rows = identityDocuments?.map((row, index) => ({
          id: `${event.id}-${index}`,
          ...row,
        }))
        setFields<CustomerDocument>(next, { identityDocuments: rows ?? null }, event.id)
      }
      name(next)
    }
    return next
  },
}

const begin = ({ customerId = '' }: LedgerEvent): CustomerDocument => ({
  _id: toDocumentId(customerId),
  customerId,
  applications: [],
  conversations: [],
  version: 0,
  revision: 0,
  ledger: { stamps: {}, applicationsSince: [], conversationsSince: [] },
})

const copy = (document: CustomerDocument): CustomerDocument => ({
  ...document,
  ledger: { ...document.ledger, stamps: { ...document.ledger.stamps } },
})

const link = (next: CustomerDocument, event: LedgerEvent): void => {
  if (event.applicationId) {
    const known = { ids: next.applications, since: next.ledger.applicationsSince }
    const list = insertLink(known, toDocumentId(event.applicationId), event.id)
    next.applications = list.ids
    next.ledger.applicationsSince = list.since
  }
  if (event.conversationId) {
    const known = { ids: next.conversations, since: next.ledger.conversationsSince }
    const list = insertLink(known, toDocumentId(event.conversationId), event.id)
    next.conversations = list.ids
    next.ledger.conversationsSince = list.since
  }
}

/** First, middle and last name joined by a space, else the preferred name. */
const name = (next: CustomerDocument): void => {
  const parts = [next.firstName, next.middleName, next.lastName]
    .map((part) => part?.trim())
    .filter(Boolean)
  const fullName = parts.join(' ') || next.preferredName?.trim()
  if (fullName) next.fullName = fullName
  else delete next.fullName
}
