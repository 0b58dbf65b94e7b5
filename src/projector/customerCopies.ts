import { copyCustomer } from '@/projections/conversations'
import type { ConversationDocument, CustomerDocument } from '@/projections/documents'

import type { BatchDocuments } from './batchLoads'

/** Brings what conversations show of their customer up to date, on both sides of the link. */
export const copyCustomers = async ({
  conversations,
  customers,
}: Pick<BatchDocuments, 'conversations' | 'customers'>): Promise<void> => {
  const relinked = relinkedOf(conversations)
  await customers.load(relinked.map(({ customerId }) => customerId!))
  for (const { customerId } of relinked) customers.touch(customerId!)
  const renamed = new Set(
    customers
      .documents()
      .filter((customer) => isRenamed(customers.before(customer._id), customer))
      .map(({ _id }) => _id),
  )
  if (renamed.size > 0) await conversations.loadWhere({ customerId: { $in: [...renamed] } })
  const stale = new Set([
    ...relinked,
    ...conversations.documents().filter(({ customerId }) => customerId && renamed.has(customerId)),
  ])
  for (const conversation of stale) {
    const { _id, customerId = '' } = conversation
    const by = conversations.eventIdOf(_id) ?? customers.eventIdOf(customerId)
    if (by) conversations.set(copyCustomer(conversation, customers.get(customerId)), by)
  }
}

/** The conversations that the batch links to another customer than before. */
const relinkedOf = (set: BatchDocuments['conversations']): ConversationDocument[] =>
  set
    .documents()
    .filter(({ _id, customerId }) => customerId && customerId !== set.before(_id)?.customerId)

/** Whether what a conversation copies from its customer has changed. */
const isRenamed = (before: CustomerDocument | undefined, after: CustomerDocument): boolean =>
  before !== after &&
  (before?.fullName !== after.fullName ||
    before?.preferredName !== after.preferredName ||
    before?.emailAddress !== after.emailAddress)
