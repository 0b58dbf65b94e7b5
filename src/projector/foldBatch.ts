import type { ClientSession } from 'mongodb'

import { fromDocumentId } from '@/ledger/documentId'
import type { LedgerEvent } from '@/ledger/event'
import { fromSortableId, isLater, type StreamId } from '@/ledger/streamId'
import {
  applications,
  conversations,
  customerApplications,
  customerConversations,
  customers,
} from '@/projections'
import { isAboutApplication } from '@/projections/applications'
import { copyCustomer } from '@/projections/conversations'
import { isAboutCustomer } from '@/projections/customers'
import type {
  ApplicationDocument,
  ConversationDocument,
  CustomerDocument,
  ProjectedDocument,
} from '@/projections/documents'
import type {
  CustomerApplicationDocument,
  CustomerConversationDocument,
} from '@/projections/portal/documents'
import type { Projection } from '@/projections/projection'

import { asProjection, attributed } from './failures'
import { type FoldTarget, liveTarget } from './foldTarget'
import { contest, findSettled, isContested, settle, withLatestClaims } from './links'
import { PortalCopies } from './portalCopies'
import { archiveOf, type Store } from './store'
import { type ChangedDocument, WorkingSet } from './workingSet'

/** The documents that a batch changed, as they are stored now. */
export interface FoldedBatch {
  conversations: ChangedDocument<ConversationDocument>[]
  applications: ChangedDocument<ApplicationDocument>[]
  customers: ChangedDocument<CustomerDocument>[]
  'customer-applications': ChangedDocument<CustomerApplicationDocument>[]
  'customer-conversations': ChangedDocument<CustomerConversationDocument>[]
}

/**
 * Folds events that were not counted before into the read models, inside a transaction whose
 * archive holds them already, and writes what changed.
 */
export const foldBatch = async (
  store: Store,
  session: ClientSession,
  events: readonly LedgerEvent[],
  target: FoldTarget = liveTarget,
): Promise<FoldedBatch> => new BatchFold(store, session, target).run(events)

class BatchFold {
  private readonly conversations: WorkingSet<ConversationDocument>
  private readonly applications: WorkingSet<ApplicationDocument>
  private readonly customers: WorkingSet<CustomerDocument>
  private readonly portal: PortalCopies

  constructor(
    private readonly store: Store,
    private readonly session: ClientSession,
    target: FoldTarget,
  ) {
    const open = <Document extends ProjectedDocument>({ name }: { name: string }) =>
      new WorkingSet<Document>(
        store.db.collection(target.collectionName(name)),
        session,
        target.revisionBase,
      )
    this.conversations = open(conversations)
    this.applications = open(applications)
    this.customers = open(customers)
    this.portal = new PortalCopies(store.db, session, target)
  }

  async run(events: readonly LedgerEvent[]): Promise<FoldedBatch> {
    await this.loadAll(events)
    for (const event of events) await this.fold(event)
    await this.copyCustomers()
    const { applications: applicationSet, customers: customerSet, portal } = this
    await asProjection(customerApplications.name, () =>
      portal.copyApplications({ applications: applicationSet, customers: customerSet }),
    )
    const written = await asProjection(conversations.name, () => this.conversations.write())
    return {
      conversations: written,
      applications: await asProjection(applications.name, () => applicationSet.write()),
      customers: await asProjection(customers.name, () => customerSet.write()),
      'customer-applications': await asProjection(customerApplications.name, () =>
        portal.writeApplications(),
      ),
      'customer-conversations': await asProjection(customerConversations.name, () =>
        portal.writeConversations(written, events.length === 1),
      ),
    }
  }

  /** One query a read model for all that the batch is known to need. */
  private async loadAll(events: readonly LedgerEvent[]): Promise<void> {
    await this.conversations.load(events.flatMap(conversations.keysOf))
    const needs = events.map((event) => ({ event, ...this.needs(event) }))
    await this.loadApplications(
      needs.flatMap(({ event, application }) => (application ? [event] : [])),
    )
    await this.customers.load([
      ...needs.flatMap(({ customer, event }) => (customer ? customers.keysOf(event) : [])),
      // What customers are shown of an application holds something of both.
      ...this.applications.documents().flatMap(({ customerId }) => customerId ?? []),
    ])
  }

  /**
   * Most of an application is its process, and most events that say something of it replace that
   * whole: what the batch replaces is not loaded. A batch of one event loads all, so that a dry run
   * can tell what was there before.
   */
  private async loadApplications(events: readonly LedgerEvent[]): Promise<void> {
    const replacedBy = events.length > 1 ? latestProcesses(events) : new Map<string, StreamId>()
    const ids = events.flatMap(applications.keysOf)
    await this.applications.load(ids.filter((id) => !replacedBy.has(id)))
    await this.applications.load(replacedBy.keys(), { without: 'applicationProcess' })
    // An event that came late replaces nothing: the stored process is the later one.
    const kept = [...replacedBy].flatMap(([id, by]) =>
      isLater(by, this.applications.get(id)?.ledger.stamps.applicationProcess) ? [] : [id],
    )
    await this.applications.reload(kept)
  }

  /** Which linked documents an event concerns beyond what its conversation proves. */
  private needs(event: LedgerEvent): { application: boolean; customer: boolean; link: boolean } {
    const conversation = conversations.keysOf(event).map((id) => this.conversations.get(id))[0]
    const settled = findSettled(conversation, event)
    return {
      application: isAboutApplication(event) || !settled || settled.isContested === true,
      customer: isAboutCustomer(event) || !settled,
      link: !settled,
    }
  }

  private async fold(event: LedgerEvent): Promise<void> {
    const needs = this.needs(event)
    const applicationIds = needs.application ? applications.keysOf(event) : []
    const customerIds = needs.customer ? customers.keysOf(event) : []
    // Nearly always held; something earlier in the batch may have made one of these necessary.
    if (!applicationIds.every((id) => this.applications.has(id)))
      await this.applications.load(applicationIds)
    if (!customerIds.every((id) => this.customers.has(id))) await this.customers.load(customerIds)
    for (const id of customerIds)
      this.customers.set(evolve(customers, this.customers.get(id), event), event.id)
    for (const id of applicationIds) await this.foldApplication(id, event)
    for (const id of conversations.keysOf(event)) {
      const conversation = evolve(conversations, this.conversations.get(id), event)
      const isClaimContested =
        event.customerId !== undefined &&
        applications.keysOf(event).some((key) => isContested(this.applications.get(key)))
      this.conversations.set(
        needs.link ? settle(conversation, event, isClaimContested) : conversation,
        event.id,
      )
    }
  }

  private async foldApplication(id: string, event: LedgerEvent): Promise<void> {
    const before = this.applications.get(id)
    const after = evolve(applications, before, event)
    this.applications.set(after, event.id)
    if (!before || isContested(before) || !isContested(after)) return
    this.applications.set(withLatestClaims(after, await this.latestClaims(after)), event.id)
    await this.conversations.load(after.conversations)
    for (const conversationId of after.conversations) {
      const conversation = this.conversations.get(conversationId)
      if (conversation) this.conversations.set(contest(conversation, id), event.id)
    }
  }

  /** The last event that named each claiming customer together with the application. */
  private async latestClaims(application: ApplicationDocument): Promise<Map<string, StreamId>> {
    const latest = new Map<string, StreamId>()
    for (const { customerId } of application.ledger.claims) {
      const entry = await archiveOf(this.store).findOne(
        {
          applicationId: fromDocumentId(application._id),
          customerId: fromDocumentId(customerId),
          disposition: 'applied',
        },
        { sort: { _id: -1 }, projection: { _id: 1 }, session: this.session },
      )
      if (entry) latest.set(customerId, fromSortableId(entry._id))
    }
    return latest
  }

  /** Brings what conversations show of their customer up to date, on both sides of the link. */
  private async copyCustomers(): Promise<void> {
    await this.customers.load(this.relinkedConversations().map(({ customerId }) => customerId!))
    for (const { customerId } of this.relinkedConversations()) this.customers.touch(customerId!)
    const renamed = this.customers
      .documents()
      .filter((customer) => isRenamed(this.customers.before(customer._id), customer))
      .map(({ _id }) => _id)
    if (renamed.length > 0) await this.conversations.loadWhere({ customerId: { $in: renamed } })
    const stale = new Set([
      ...this.relinkedConversations(),
      ...this.conversations
        .documents()
        .filter(({ customerId }) => customerId && renamed.includes(customerId)),
    ])
    for (const conversation of stale) {
      const { _id, customerId = '' } = conversation
      const by = this.conversations.eventIdOf(_id) ?? this.customers.eventIdOf(customerId)
      if (by) this.conversations.set(copyCustomer(conversation, this.customers.get(customerId)), by)
    }
  }

  private relinkedConversations(): ConversationDocument[] {
    return this.conversations
      .documents()
      .filter(
        ({ _id, customerId }) =>
          customerId && customerId !== this.conversations.before(_id)?.customerId,
      )
  }
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

/** The document after one more event; a failure says which projection it happened in. */
const evolve = <Document extends ProjectedDocument>(
  projection: Projection<Document>,
  document: Document | undefined,
  event: LedgerEvent,
): Document => {
  try {
    return projection.evolve(document, event)
  } catch (error) {
    throw attributed(projection.name, error)
  }
}

/** Whether what a conversation copies from its customer has changed. */
const isRenamed = (before: CustomerDocument | undefined, after: CustomerDocument): boolean =>
  before !== after &&
  (before?.fullName !== after.fullName ||
    before?.preferredName !== after.preferredName ||
    before?.emailAddress !== after.emailAddress)
