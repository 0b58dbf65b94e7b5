import { z } from 'zod'

import type { DailyMetricsDocument } from '@/projections/analytics/documents'
import type {
  Address,
  ApplicationDocument,
  ConversationDocument,
  CustomerDocument,
  IdentityDocument,
  NoticeboardEntry,
} from '@/projections/documents'

import { describes } from './describes'
import { eventId, time } from './values'

/** A document as lists and live frames carry it: under `id`, without what is the projector's own. */
export type Listed<Document> = Omit<Document, '_id' | 'ledger' | 'searchTerms'> & { id: string }

const text = z.string().nullish()
const flag = z.boolean().nullish()
const amount = z.number().nullish().meta({ description: 'Australian dollars.' })

const base = {
  id: z.string().meta({ description: 'Document id: the business id, made safe for a path.' }),
  version: z.number().meta({ description: 'How many events the document counts.' }),
  revision: z.number().meta({ description: 'Grows with every write.' }),
}

/** @see ConversationDocument */
export const listedConversation = describes<Listed<ConversationDocument>>()(
  z.object({
    ...base,
    conversationId: z.string(),
    applicationNumber: z.string().optional(),
    customerId: z.string().optional().meta({ description: 'Document id of the customer.' }),
    applicationId: z.string().optional().meta({ description: 'Document id of the application.' }),
    status: z.string().meta({
      examples: ['active', 'paused', 'soft_end', 'hard_end', 'approved', 'declined'],
    }),
    startedAt: time,
    updatedAt: time,
    utteranceCount: z.number(),
    lastUtterance: z
      .object({
        username: z.enum(['customer', 'assistant']),
        utterance: z.string(),
        createdAt: time,
      })
      .optional(),
    customerName: z.string().optional(),
    purpose: text,
    facts: z.array(z.object({ id: z.string(), fact: z.string() })).nullish(),
  }),
)

const address = describes<Address>()(
  z.object({ street: text, city: text, state: text, postcode: text, country: text }),
)

const identityDocument = describes<IdentityDocument>()(
  z.object({
    id: z.string(),
    documentType: text,
    documentSubtype: text,
    documentNumber: text,
    expiryDate: time.nullish(),
    stateOfIssue: text,
    countryOfIssue: text,
    additionalInfo: text,
  }),
)

/** @see CustomerDocument */
export const listedCustomer = describes<Listed<CustomerDocument>>()(
  z.object({
    ...base,
    customerId: z.string(),
    title: text,
    preferredName: text,
    firstName: text,
    middleName: text,
    lastName: text,
    fullName: z.string().optional(),
    emailAddress: text,
    mobilePhoneNumber: text,
    dateOfBirth: time.nullish(),
    residentialAddress: address.nullish(),
    mailingAddress: address.nullish(),
    staffFlag: flag,
    investorFlag: flag,
    founderFlag: flag,
    ekycEntityId: text,
    ekycStatus: text,
    individualStatus: text,
    identityDocuments: z.array(identityDocument).nullish(),
    applications: z.array(z.string()),
    conversations: z.array(z.string()),
    updatedAt: time.optional(),
  }),
)

const noticeboardEntry = describes<NoticeboardEntry>()(
  z.object({
    id: eventId,
    agentName: z.string(),
    content: z.string(),
    timestamp: time,
    versions: z.array(z.object({ id: z.string(), content: z.string(), timestamp: time.nullish() })),
  }),
)

/** Results of the checks by their names; their shape is their provider's. */
export const assessments = z.record(z.string(), z.unknown())

/** @see ApplicationDocument */
export const listedApplication = describes<
  Omit<Listed<ApplicationDocument>, 'assessments'> & { assessments: Record<string, unknown> }
>()(
  z.object({
    ...base,
    applicationNumber: z.string(),
    customerId: z.string().optional(),
    loanPurpose: text,
    loanAmount: amount,
    loanFee: amount,
    loanTotalPayable: amount,
    loanTerm: z.number().nullish().meta({ description: 'Months.' }),
    customerAttestationAcceptance: flag,
    statementCaptureConsentProvided: flag,
    statementCaptureCompleted: flag,
    productOfferAcceptance: flag,
    applicationOutcome: text,
    applicationProcess: z.record(z.string(), z.unknown()).nullish(),
    assessments,
    noticeboard: z.array(noticeboardEntry),
    conversations: z.array(z.string()),
    updatedAt: time.optional(),
  }),
)

const count = z.number()
const durationMs = z.number().optional().meta({ description: 'Milliseconds.' })
const share = z.number().optional().meta({ description: '0 to 1; absent where of nothing.' })

/** @see DailyMetricsDocument */
export const listedDay = describes<Listed<DailyMetricsDocument>>()(
  z.object({
    id: z.string().meta({ description: 'The day, as in `day`.' }),
    revision: base.revision,
    day: z.string().meta({ description: 'A day of the business’ time zone, `YYYY-MM-DD`.' }),
    conversationsStarted: count,
    messages: count,
    customerMessages: count,
    brokerMessages: count,
    applicationsBegun: count,
    decided: count,
    approved: count,
    declined: count,
    withdrawn: count,
    approvalRate: share,
    startedAndApproved: count,
    conversionRate: share,
    amountAsked: z.number().meta({ description: 'Australian dollars.' }),
    amountApproved: z.number().meta({ description: 'Australian dollars.' }),
    medianTimeToDecisionMs: durationMs,
    medianFirstAnswerMs: durationMs,
  }),
)
