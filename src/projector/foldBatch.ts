import { setImmediate } from 'node:timers/promises'

import type { ClientSession } from 'mongodb'

import { fromDocumentId } from '@/ledger/documentId'
import type { LedgerEvent } from '@/ledger/event'
import { fromSortableId, type StreamId } from '@/ledger/streamId'
import {
  applications,
  conversations,
  customerApplications,
  customerConversations,
  customers,
} from '@/projections'
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

import { type BatchDocuments, loadBatch, needsOf } from './batchLoads'
import { copyCustomers } from './customerCopies'
import { asProjection, attributed } from './failures'
import { type FoldTarget, liveTarget } from './foldTarget'
import { contest, isContested, settle, withLatestClaims } from './links'
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

/** Where a batch is folded, and what is done meanwhile. */
export interface FoldOptions {
  target?: FoldTarget
  /**
   * A write of the same transaction that needs nothing of the fold: the database does it while this
   * processor folds. Its failure comes before one of the fold.
   */
  meanwhile?: () => Promise<unknown>
  /** Told when the events are folded: what is left is mostly the database's work. */
  onFolded?: () => void
}

/**
 * Folds events that were not counted before into the read models, inside the transaction that
 * archives them, and writes what changed.
 */
export const foldBatch = async (
  store: Store,
  session: ClientSession,
  events: readonly LedgerEvent[],
  { target = liveTarget, ...options }: FoldOptions = {},
): Promise<FoldedBatch> => new BatchFold(store, session, target).run(events, options)

class BatchFold {
  private readonly documents: BatchDocuments
  private readonly portal: PortalCopies
  /** A session does one thing at a time: whatever needs the database waits for this first. */
  private underWay: Promise<unknown> = Promise.resolve()

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
    this.documents = {
      conversations: open(conversations),
      applications: open(applications),
      customers: open(customers),
    }
    this.portal = new PortalCopies(store.db, session, target)
  }

  async run(
    events: readonly LedgerEvent[],
    { meanwhile, onFolded }: Omit<FoldOptions, 'target'>,
  ): Promise<FoldedBatch> {
    const { documents, portal } = this
    await loadBatch(documents, events)
    if (meanwhile) this.underWay = meanwhile()
    // Whoever waits for it hears of a failure; until then it must not go unheard.
    this.underWay.catch(() => undefined)
    try {
      await this.foldAll(events)
      // Whoever began this transaction and ran out of time has given it up, and goes on without it.
      if (!this.session.hasEnded) onFolded?.()
    } finally {
      await this.underWay
    }
    await copyCustomers(documents)
    await asProjection(customerApplications.name, () => portal.copyApplications(documents))
    const written = await asProjection(conversations.name, () => documents.conversations.write())
    return {
      conversations: written,
      applications: await asProjection(applications.name, () => documents.applications.write()),
      customers: await asProjection(customers.name, () => documents.customers.write()),
      'customer-applications': await asProjection(customerApplications.name, () =>
        portal.writeApplications(),
      ),
      'customer-conversations': await asProjection(customerConversations.name, () =>
        portal.writeConversations(written, events.length === 1),
      ),
    }
  }

  /** In slices, between which everything else that this process does has its turn. */
  private async foldAll(events: readonly LedgerEvent[]): Promise<void> {
    for (let start = 0; start < events.length; start += eventsAtOnce) {
      if (events.length > eventsAtOnce) await setImmediate()
      for (const event of events.slice(start, start + eventsAtOnce)) await this.fold(event)
    }
  }

  private async fold(event: LedgerEvent): Promise<void> {
    const { applications: applicationSet, customers: customerSet } = this.documents
    const { conversations: conversationSet } = this.documents
    const needs = needsOf(this.documents, event)
    const applicationIds = needs.application ? applications.keysOf(event) : []
    const customerIds = needs.customer ? customers.keysOf(event) : []
    // Nearly always held; something earlier in the batch may have made one of these necessary.
    if (!applicationIds.every((id) => applicationSet.has(id))) {
      await this.underWay
      await applicationSet.load(applicationIds)
    }
    if (!customerIds.every((id) => customerSet.has(id))) {
      await this.underWay
      await customerSet.load(customerIds)
    }
    for (const id of customerIds)
      customerSet.set(evolve(customers, customerSet.get(id), event), event.id)
    for (const id of applicationIds) await this.foldApplication(id, event)
    for (const id of conversations.keysOf(event)) {
      const conversation = evolve(conversations, conversationSet.get(id), event)
      const isClaimContested =
        event.customerId !== undefined &&
        applications.keysOf(event).some((key) => isContested(applicationSet.get(key)))
      conversationSet.set(
        needs.link ? settle(conversation, event, isClaimContested) : conversation,
        event.id,
      )
    }
  }

  private async foldApplication(id: string, event: LedgerEvent): Promise<void> {
    const { applications: applicationSet, conversations: conversationSet } = this.documents
    const before = applicationSet.get(id)
    const after = evolve(applications, before, event)
    applicationSet.set(after, event.id)
    if (!before || isContested(before) || !isContested(after)) return
    // What the archive says of both includes this batch.
    await this.underWay
    applicationSet.set(withLatestClaims(after, await this.latestClaims(after)), event.id)
    await conversationSet.load(after.conversations)
    for (const conversationId of after.conversations) {
      const conversation = conversationSet.get(conversationId)
      if (conversation) conversationSet.set(contest(conversation, id), event.id)
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
}

/** Some milliseconds of work. */
const eventsAtOnce = 100

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
