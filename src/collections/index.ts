import type { CollectionConfig } from 'payload'

import { ApplicationStats, ConversationStats, DailyMetrics } from './analytics'
import { Applications } from './applications'
import { AuditEvents } from './auditEvents'
import { Conversations } from './conversations'
import { CustomerApplications } from './customerApplications'
import { CustomerConversations } from './customerConversations'
import { Customers } from './customers'
import { DeadLetters } from './deadLetters'
import { LedgerEvents } from './ledgerEvents'
import { Media } from './media'
import { PortalClients } from './portalClients'
import { ProjectionStates } from './projectionStates'
import { Users } from './users'

/** Every collection, in the order in which the admin panel lists them. */
export const collections: CollectionConfig[] = [
  Conversations,
  Customers,
  Applications,
  CustomerApplications,
  CustomerConversations,
  DailyMetrics,
  ConversationStats,
  ApplicationStats,
  PortalClients,
  LedgerEvents,
  DeadLetters,
  ProjectionStates,
  AuditEvents,
  Users,
  Media,
]
