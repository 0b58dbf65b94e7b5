import type { FoldedState } from '../fold'
import { toCustomerApplication } from './customerApplications'
import { toCustomerConversation } from './customerConversations'
import type { CustomerApplicationDocument, CustomerConversationDocument } from './documents'

/** Every document that customers are shown, by document id. */
export interface FoldedPortal {
  customerApplications: Map<string, CustomerApplicationDocument>
  customerConversations: Map<string, CustomerConversationDocument>
}

/** What customers are shown of a folded part of the ledger, worked out without any shortcut. */
export const foldPortal = ({
  applications,
  conversations,
  customers,
}: FoldedState): FoldedPortal => ({
  customerApplications: new Map(
    [...applications].map(([id, application]) => [
      id,
      toCustomerApplication(application, customers.get(application.customerId ?? '')),
    ]),
  ),
  customerConversations: new Map(
    [...conversations].map(([id, conversation]) => [id, toCustomerConversation(conversation)]),
  ),
})
