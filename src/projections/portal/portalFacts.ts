import type { LedgerEvent } from '@/ledger/event'
import type { CustomerNotice } from '@/ledger/events/applicationDetail'
import { isEarlier, isLater, type StreamId } from '@/ledger/streamId'

import type { ApplicationDocument, PortalFacts, RequiredDocument, Stamps } from '../documents'
import { endsDraft } from './portalStatus'

/**
 * What an event adds to what only customers are shown of an application. The latest notice of each
 * kind counts, and of all events that end the draft the first one, in whatever order they come.
 * @param application may be changed in place (a fresh copy): its stamps say which event set what
 */
export const withPortalFacts = (
  { ledger }: Pick<ApplicationDocument, 'ledger'>,
  event: LedgerEvent,
): PortalFacts => {
  let facts = ledger.portal
  if (event.type === 'applicationDetail_changed')
    facts = withNotice(facts, event.detail.notice, ledger.stamps, event.id)
  if (endsDraft(event) && (!facts.submitted || isEarlier(event.id, facts.submitted.by)))
    facts = { ...facts, submitted: { at: event.occurredAt, by: event.id } }
  return facts
}

const withNotice = (
  facts: PortalFacts,
  { estimatedDecisionDate, requiredDocuments }: CustomerNotice,
  stamps: Stamps,
  by: StreamId,
): PortalFacts => {
  const next = { ...facts }
  const isNewest = (field: string): boolean => {
    if (!isLater(by, stamps[field])) return false
    stamps[field] = by
    return true
  }
  if (estimatedDecisionDate !== undefined && isNewest('portal.estimatedDecisionDate'))
    next.estimatedDecisionDate = estimatedDecisionDate
  if (requiredDocuments !== undefined && isNewest('portal.requiredDocuments'))
    next.requiredDocuments = requiredDocuments?.map(toRequiredDocument) ?? null
  return next
}

type Listed = NonNullable<CustomerNotice['requiredDocuments']>[number]

const toRequiredDocument = (
  { documentType, reason, status }: Listed,
  index: number,
): RequiredDocument => ({
  id: String(index),
  documentType: documentType ?? 'DOCUMENT',
  status: toStatus(status),
  ...(reason != null && { reason }),
})

/** Any case of a known status; what is listed without one is asked for. */
const toStatus = (sent: string | null | undefined): string => {
  const known = sent?.trim().toLowerCase() || 'required'
  return statuses.has(known) ? known : sent!
}

const statuses = new Set(['required', 'uploaded', 'verified', 'rejected'])
