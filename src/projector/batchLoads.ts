import type { LedgerEvent } from '@/ledger/event'
import { isLater, type StreamId } from '@/ledger/streamId'
import { applications, conversations, customers } from '@/projections'
import { isAboutApplication } from '@/projections/applications'
import { isAboutCustomer } from '@/projections/customers'
import type {
  ApplicationDocument,
  ConversationDocument,
  CustomerDocument,
} from '@/projections/documents'

import { findSettled } from './links'
import type { WorkingSet } from './workingSet'

/** The supervisors' documents that a batch works on. */
export interface BatchDocuments {
  conversations: WorkingSet<ConversationDocument>
  applications: WorkingSet<ApplicationDocument>
  customers: WorkingSet<CustomerDocument>
}

/** Which linked documents an event concerns beyond what its conversation proves. */
export interface Needs {
  application: boolean
  customer: boolean
  link: boolean
}

/** One query a read model for all that the batch is known to need. */
export const loadBatch = async (
  documents: BatchDocuments,
  events: readonly LedgerEvent[],
): Promise<void> => {
  await documents.conversations.load(events.flatMap(conversations.keysOf))
  const needs = events.map((event) => ({ event, ...needsOf(documents, event) }))
  await loadApplications(
    documents.applications,
    needs.flatMap(({ event, application }) => (application ? [event] : [])),
  )
  await documents.customers.load([
    ...needs.flatMap(({ customer, event }) => (customer ? customers.keysOf(event) : [])),
    // What customers are shown of an application holds something of both.
    ...documents.applications.documents().flatMap(({ customerId }) => customerId ?? []),
  ])
}

/** What an event needs, as the documents are by now. */
export const needsOf = (
  { conversations: set }: Pick<BatchDocuments, 'conversations'>,
  event: LedgerEvent,
): Needs => {
  const conversation = conversations.keysOf(event).map((id) => set.get(id))[0]
  const settled = findSettled(conversation, event)
  return {
    application: isAboutApplication(event) || !settled || settled.isContested === true,
    customer: isAboutCustomer(event) || !settled,
    link: !settled,
  }
}

/**
 * Most of an application is its process, and most events that say something of it replace that
 * whole: what the batch replaces is not loaded. A batch of one event loads all, so that a dry run
 * can tell what was there before.
 */
const loadApplications = async (
  set: WorkingSet<ApplicationDocument>,
  events: readonly LedgerEvent[],
): Promise<void> => {
  const replacedBy = events.length > 1 ? latestProcesses(events) : new Map<string, StreamId>()
  const ids = events.flatMap(applications.keysOf)
  await set.load(ids.filter((id) => !replacedBy.has(id)))
  await set.load(replacedBy.keys(), { without: 'applicationProcess' })
  // An event that came late replaces nothing: the stored process is the later one.
  const kept = [...replacedBy].flatMap(([id, by]) =>
    isLater(by, set.get(id)?.ledger.stamps.applicationProcess) ? [] : [id],
  )
  await set.reload(kept)
}

/** The last event that sends each application's process. */
const latestProcesses = (events: readonly LedgerEvent[]): Map<string, StreamId> => {
  const latest = new Map<string, StreamId>()
  for (const event of events) {
    if (event.type !== 'applicationDetail_changed') continue
    if (event.detail.application.applicationProcess === undefined) continue
    for (const id of applications.keysOf(event))
      if (isLater(event.id, latest.get(id))) latest.set(id, event.id)
  }
  return latest
}
