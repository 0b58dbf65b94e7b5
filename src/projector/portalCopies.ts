import type { ClientSession, Db } from 'mongodb'

import { isLater, type StreamId } from '@/ledger/streamId'
import { applications } from '@/projections'
import { differences } from '@/projections/canonical'
import type {
  ApplicationDocument,
  ConversationDocument,
  CustomerDocument,
} from '@/projections/documents'
import { customerApplications, customerConversations } from '@/projections/portal'
import { isShownOtherwise } from '@/projections/portal/customerApplications'
import type {
  CustomerApplicationDocument,
  CustomerConversationDocument,
} from '@/projections/portal/documents'
import type { ApplicationSource } from '@/projections/portal/sources'

import { findAll } from './findAll'
import type { FoldTarget } from './foldTarget'
import { type ChangedDocument, WorkingSet } from './workingSet'
import { type Write, writeAll } from './writeAll'

/** The supervisors' documents of a batch, folded and not yet written. */
export interface FoldedSets {
  applications: WorkingSet<ApplicationDocument>
  customers: WorkingSet<CustomerDocument>
}

/** Keeps what customers are shown in step with what supervisors see, in the same transaction. */
export class PortalCopies {
  private readonly applications: WorkingSet<CustomerApplicationDocument>

  constructor(
    private readonly db: Db,
    private readonly session: ClientSession,
    private readonly target: FoldTarget,
  ) {
    this.applications = new WorkingSet(
      db.collection(target.collectionName(customerApplications.name)),
      session,
      target.revisionBase,
    )
  }

  /**
   * Works out every customer application that a batch may have changed, from either side.
   *
   * A concurrent writer of the other side must meet a conflict, or the document would be of an old
   * half. Whoever changes an application that is shown writes its copy; whoever changes a customer
   * writes the copies of all their applications, changed or not; and whoever links an application
   * to a customer writes the customer.
   */
  async copyApplications(sets: FoldedSets): Promise<void> {
    const changed = sets.applications.documents().filter(isChangedIn(sets.applications))
    await sets.customers.load(changed.flatMap(({ customerId }) => customerId ?? []))
    for (const { _id, customerId } of changed)
      if (customerId && customerId !== sets.applications.before(_id)?.customerId)
        sets.customers.touch(customerId)
    const shownOtherwise = sets.customers
      .documents()
      .filter((customer) => isShownOtherwise(sets.customers.before(customer._id), customer))
    const theirs = await this.applicationsOf(shownOtherwise, sets.applications)
    const all = new Map<string, ApplicationSource>(
      [...changed, ...theirs].map((application) => [application._id, application]),
    )
    await this.applications.load(all.keys())
    for (const application of all.values()) this.copyApplication(application, sets)
    for (const { _id } of theirs) this.applications.touch(_id)
  }

  /** Writes the customer applications that changed. */
  async writeApplications(): Promise<ChangedDocument<CustomerApplicationDocument>[]> {
    return this.applications.write()
  }

  /**
   * Writes the copies of conversations that were just written. Each follows its conversation and
   * nothing else, and takes over its revision: it need not be loaded.
   * @param isBeforeWanted tell what each copy was before, too
   */
  async writeConversations(
    changed: readonly ChangedDocument<ConversationDocument>[],
    isBeforeWanted: boolean,
  ): Promise<ChangedDocument<CustomerConversationDocument>[]> {
    if (changed.length === 0) return []
    const copies = changed.map(({ before, document, eventId, operation }) => ({
      operation,
      ...(before && isBeforeWanted && { before: customerConversations.derive(before) }),
      document: customerConversations.derive(document),
      eventId,
    }))
    const writes = copies.map(({ document }, index) => toWrite(changed[index]!, document))
    await writeAll(
      this.db.collection<CustomerConversationDocument>(
        this.target.collectionName(customerConversations.name),
      ),
      writes,
      this.session,
    )
    return copies
  }

  private copyApplication(application: ApplicationSource, sets: FoldedSets): void {
    const { _id, customerId = '' } = application
    const copy = customerApplications.derive(
      application as ApplicationDocument,
      sets.customers.get(customerId),
    )
    const by = latest(sets.applications.eventIdOf(_id), sets.customers.eventIdOf(customerId))
    const isSame = differences(this.applications.get(_id), copy).length === 0
    if (by && !isSame) this.applications.set(copy, by)
  }

  /** The applications of these customers, each of which lists all that were ever named with them. */
  private async applicationsOf(
    owners: readonly CustomerDocument[],
    held: WorkingSet<ApplicationDocument>,
  ): Promise<ApplicationSource[]> {
    const ownerIds = new Set(owners.map(({ _id }) => _id))
    const ids = [...new Set(owners.flatMap((owner) => owner.applications))]
    const known = ids.flatMap((id) => held.get(id) ?? [])
    const unknown = ids.filter((id) => held.get(id) === undefined)
    const read =
      unknown.length > 0
        ? await findAll(
            this.db.collection<ApplicationDocument>(this.target.collectionName(applications.name)),
            { filter: { _id: { $in: unknown } }, projection: notRead, expected: unknown.length },
            this.session,
          )
        : []
    return [...known, ...read].filter(
      ({ customerId }) => customerId !== undefined && ownerIds.has(customerId),
    )
  }
}

type Copy = CustomerConversationDocument

/**
 * Only what changed is set: an utterance leaves every index as it is. What was said before need not
 * be made plain text once more to know that something else was said since.
 */
const toWrite = (
  { before, document }: ChangedDocument<ConversationDocument>,
  copy: Copy,
): Write<Copy> => {
  const filter = { _id: copy._id }
  if (!before) return { replaceOne: { filter, replacement: copy, upsert: true } }
  const { lastUtterance, ...silent } = before
  const known = customerConversations.derive(silent)
  const isSaidSince = lastUtterance !== document.lastUtterance
  const isSame = (field: keyof Copy): boolean =>
    field === 'lastMessage' || field === 'lastMessageAt'
      ? !isSaidSince
      : copy[field]?.valueOf() === known[field]?.valueOf()
  const fields = Object.keys(copy) as (keyof Copy)[]
  const set = fields.filter((field) => !isSame(field)).map((field) => [field, copy[field]])
  const gone = (Object.keys(known) as (keyof Copy)[]).filter((field) => copy[field] === undefined)
  return {
    updateOne: {
      filter,
      update: {
        $set: Object.fromEntries(set) as Partial<Copy>,
        ...(gone.length > 0 && {
          $unset: Object.fromEntries(gone.map((field) => [field, ''])) as never,
        }),
      },
    },
  }
}

/** Large parts of an application of which customers see nothing. */
const notRead = {
  assessments: 0,
  noticeboard: 0,
  conversations: 0,
  'applicationProcess.conversation': 0,
  'applicationProcess.applicationProcessState.steps': 0,
} as const

const isChangedIn =
  (set: WorkingSet<ApplicationDocument>) =>
  (document: ApplicationDocument): boolean =>
    set.before(document._id) !== document

const latest = (one: StreamId | undefined, other: StreamId | undefined): StreamId | undefined =>
  one !== undefined && other !== undefined && isLater(other, one) ? other : (one ?? other)
