import type { LedgerEvent } from '@/ledger/event'

import { copyCustomer } from './conversations'
import type { ApplicationDocument, ConversationDocument, CustomerDocument } from './documents'
import { applications, conversations, customers } from './index'

/** Every document that a set of events determines, by document id. */
export interface FoldedState {
  conversations: Map<string, ConversationDocument>
  applications: Map<string, ApplicationDocument>
  customers: Map<string, CustomerDocument>
}

/**
 * The pure fold of a part of the ledger: what the read models must be, worked out without any
 * shortcut. Each event must be given once; the order does not matter.
 */
export const foldLedger = (events: Iterable<LedgerEvent>): FoldedState => {
  const state: FoldedState = {
    conversations: new Map(),
    applications: new Map(),
    customers: new Map(),
  }
  for (const event of events) {
    for (const key of conversations.keysOf(event))
      state.conversations.set(key, conversations.evolve(state.conversations.get(key), event))
    for (const key of applications.keysOf(event))
      state.applications.set(key, applications.evolve(state.applications.get(key), event))
    for (const key of customers.keysOf(event))
      state.customers.set(key, customers.evolve(state.customers.get(key), event))
  }
  for (const [key, conversation] of state.conversations)
    if (conversation.customerId)
      state.conversations.set(
        key,
        copyCustomer(conversation, state.customers.get(conversation.customerId)),
      )
  return state
}
