import { applications } from '../applications'
import { conversations } from '../conversations'
import type { ApplicationDocument, ConversationDocument } from '../documents'
import type { DerivedProjection } from '../projection'
import { toCustomerApplication } from './customerApplications'
import { toCustomerConversation } from './customerConversations'
import type { CustomerApplicationDocument, CustomerConversationDocument } from './documents'

/** What customers are shown of applications; one document an application. */
export const customerApplications: DerivedProjection<
  ApplicationDocument,
  CustomerApplicationDocument
> = {
  name: 'customer-applications',
  version: 1,
  source: applications,
  derive: toCustomerApplication,
}

/** What customers are shown of conversations; one document a conversation. */
export const customerConversations: DerivedProjection<
  ConversationDocument,
  CustomerConversationDocument
> = {
  name: 'customer-conversations',
  version: 1,
  source: conversations,
  derive: toCustomerConversation,
}
