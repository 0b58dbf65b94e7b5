import type { ConversationDocument } from '@/projections/documents'
import { toCustomerConversation } from '@/projections/portal/customerConversations'
import { type PortalCollection, toShown } from '@/projections/portal/shown'

import { isPortalCollection } from './feedEntry'
import type { Filter } from './filter'
import type { ChangeFrame } from './frames'
import type { RecentEntry } from './recentEntries'
import { changeMessage, frameOf } from './sse'

/**
 * The changes of one customer's own documents, as customers are shown them. Conversations are told
 * in the feed as supervisors see them, which spares every utterance a second entry: what a customer
 * may see of one is worked out here, and nothing else of it is passed on.
 * @param customerId document id
 * @param collections those that are wanted; both where nothing is said
 */
export const createCustomerFilter = (
  customerId: string,
  collections?: readonly string[],
): Filter => ({
  wants: ({ collection, links }) =>
    links?.customerId === customerId &&
    (collection === 'conversations' || isPortalCollection(collection)) &&
    (collections?.includes(toPortalName(collection)) ?? true),
  show: toCustomerMessage,
})

const toPortalName = (collection: string): PortalCollection =>
  collection === 'customer-applications' ? collection : 'customer-conversations'

const toCustomerMessage = ({ collection, message, position }: RecentEntry): Uint8Array => {
  const { doc, ...frame } = JSON.parse(frameOf(message)) as ChangeFrame
  const name = toPortalName(collection)
  const source = { ...doc, _id: doc.id } as object as ConversationDocument
  const shown = collection === 'conversations' ? toCustomerConversation(source) : source
  const told: ChangeFrame = { ...frame, collection: name, doc: toShown(name, shown) }
  return changeMessage(position, JSON.stringify(told))
}
