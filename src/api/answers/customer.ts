import { z } from 'zod'

import type {
  CustomerApplicationDocument,
  CustomerConversationDocument,
} from '@/projections/portal/documents'
import type { RequiredDocument } from '@/projections/documents'
import type { PortalPage } from '@/queries/customerPortal'

import { describes } from './describes'
import { nextCursor, time } from './values'

type Shown<Document> = Omit<Document, '_id'> & { id: string }

const requiredDocument = describes<Omit<RequiredDocument, 'id'>>()(
  z.object({
    documentType: z.string(),
    status: z.string().meta({ examples: ['required', 'uploaded', 'verified', 'rejected'] }),
    reason: z.string().optional(),
  }),
)

const base = {
  id: z.string(),
  customerId: z.string().optional(),
  version: z.number(),
  revision: z.number(),
}
const amount = z.number().optional().meta({ description: 'Australian dollars.' })

/** An application as its customer is shown it. Ids are business ids. */
export const customerApplication = describes<
  Omit<Shown<CustomerApplicationDocument>, 'requiredDocuments'> & {
    requiredDocuments: Omit<RequiredDocument, 'id'>[]
  }
>()(
  z.object({
    ...base,
    applicationId: z.string(),
    applicationNumber: z.string(),
    status: z.enum(['draft', 'submitted', 'under_review', 'approved', 'declined']),
    currentStage: z.string(),
    progressPercentage: z.number().min(0).max(100),
    loanAmount: amount,
    loanFee: amount,
    loanTotalPayable: amount,
    customerName: z.string().optional(),
    customerEmail: z.string().optional(),
    requiredDocuments: z.array(requiredDocument),
    submittedAt: time.optional(),
    lastUpdateAt: time.optional(),
    estimatedDecisionDate: time.optional(),
    hasOutstandingRequirements: z.boolean(),
    canUploadDocuments: z.boolean(),
  }),
)

/** A conversation as its customer is shown it. Ids are business ids. */
export const customerConversation = describes<Shown<CustomerConversationDocument>>()(
  z.object({
    ...base,
    conversationId: z.string(),
    applicationId: z.string().optional(),
    purpose: z.string(),
    status: z.enum(['active', 'completed']),
    lastMessage: z.string().max(280).optional(),
    lastMessageAt: time.optional(),
    isAccessible: z.boolean(),
    messageCount: z.number(),
    startedAt: time,
  }),
)

/** Answer of `GET /api/customer/:customerId/applications`. */
export const applicationsAnswer = z.object({
  docs: z.array(customerApplication),
  nextCursor,
}) satisfies z.ZodType<PortalPage>

/** Answer of `GET /api/customer/:customerId/conversations`. */
export const conversationsAnswer = z.object({
  docs: z.array(customerConversation),
  nextCursor,
}) satisfies z.ZodType<PortalPage>
