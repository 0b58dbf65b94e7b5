import type { JsonObject } from '@/ledger/json'
import type { StreamId } from '@/ledger/streamId'

/** What every projected document carries beside its fields. */
export interface ProjectedDocument {
  /** The business id in the form that is safe in an address (`toDocumentId`). */
  _id: string
  /** How many events the document counts (spec: links). */
  version: number
  /**
   * Grows with every write, whatever caused it. Screens keep the document with the greater
   * revision; it is no part of the state that a fold of the ledger determines.
   */
  revision: number
}

/** Which event set each field: the stamp of last-writer-wins, and the field's provenance. */
export type Stamps = Record<string, StreamId>

/** One thing a customer or the broker said, as the transcript shows it. */
export interface UtteranceDocument {
  /** Stream id of the event (`ms-n`). */
  id: StreamId
  username: 'customer' | 'assistant'
  utterance: string
  rationale: string
  createdAt: Date
  updatedAt: Date
  answerInputType: string
  prevSeq?: number
  endConversation: boolean
  additionalData: JsonObject
}

/** A link that the linked documents are known to show already; see `projector/links`. */
export interface SettledLink {
  applicationId: string
  customerId: string
  first: StreamId
  /** Several customers were named together with the application: repetitions matter. */
  isContested?: boolean
}

/** An application's number and the event that told it. */
export interface NumberToldBy {
  number: string
  by: StreamId
}

export interface ConversationDocument extends ProjectedDocument {
  conversationId: string
  applicationNumber?: string
  /** Document id of the linked customer. */
  customerId?: string
  /** Document id of the linked application. */
  applicationId?: string
  status: string
  startedAt: Date
  updatedAt: Date
  utteranceCount: number
  lastUtterance?: { username: 'customer' | 'assistant'; utterance: string; createdAt: Date }
  /** The linked customer's present full name. */
  customerName?: string
  purpose?: string | null
  facts?: { id: string; fact: string }[] | null
  /** Lower-case words without diacritics that a search may begin with. */
  searchTerms: string[]
  ledger: {
    stamps: Stamps
    earliestAt: Date
    /** The latest number that the application's data told, and the latest `aid`. */
    applicationNumbers: { told?: NumberToldBy; aid?: NumberToldBy }
    settled: SettledLink[]
    /** The linked customer's searchable words, copied with its name. */
    customerTerms: string[]
  }
}

export interface Address {
  street?: string | null
  city?: string | null
  state?: string | null
  postcode?: string | null
  country?: string | null
}

export interface IdentityDocument {
  id: string
  documentType?: string | null
  documentSubtype?: string | null
  documentNumber?: string | null
  expiryDate?: Date | null
  stateOfIssue?: string | null
  countryOfIssue?: string | null
  additionalInfo?: string | null
}

export interface CustomerDocument extends ProjectedDocument {
  customerId: string
  title?: string | null
  preferredName?: string | null
  firstName?: string | null
  middleName?: string | null
  lastName?: string | null
  fullName?: string
  emailAddress?: string | null
  mobilePhoneNumber?: string | null
  dateOfBirth?: Date | null
  residentialAddress?: Address | null
  mailingAddress?: Address | null
  staffFlag?: boolean | null
  investorFlag?: boolean | null
  founderFlag?: boolean | null
  ekycEntityId?: string | null
  ekycStatus?: string | null
  individualStatus?: string | null
  identityDocuments?: IdentityDocument[] | null
  /** Document ids, in the order in which the ledger first linked them. */
  applications: string[]
  conversations: string[]
  updatedAt?: Date
  ledger: { stamps: Stamps; applicationsSince: StreamId[]; conversationsSince: StreamId[] }
}

export interface NoticeboardEntry {
  /** Stream id of the event that posted it. */
  id: StreamId
  agentName: string
  content: string
  timestamp: Date
  versions: { id: string; content: string; timestamp?: Date | null }[]
}

/** What only the application's customer is shown, and not as it stands here. */
export interface PortalFacts {
  estimatedDecisionDate?: Date | null
  requiredDocuments?: RequiredDocument[] | null
  /** The first event in the order of the ledger at which it was no draft any more. */
  submitted?: { at: Date; by: StreamId }
}

/** A document that the customer has to bring, or has brought. */
export interface RequiredDocument {
  id: string
  documentType: string
  /** `required`, `uploaded`, `verified` or `rejected`; what else an event says is shown as it came. */
  status: string
  reason?: string
}

/** Stored as an object where MongoDB can hold it unchanged, else as JSON text (`storedJson`). */
export type StoredJson = JsonObject | string

export interface ApplicationDocument extends ProjectedDocument {
  applicationNumber: string
  customerId?: string
  loanPurpose?: string | null
  loanAmount?: number | null
  loanFee?: number | null
  loanTotalPayable?: number | null
  loanTerm?: number | null
  customerAttestationAcceptance?: boolean | null
  statementCaptureConsentProvided?: boolean | null
  statementCaptureCompleted?: boolean | null
  productOfferAcceptance?: boolean | null
  applicationOutcome?: string | null
  applicationProcess?: Record<string, unknown> | null
  assessments: { identityRisk?: StoredJson; serviceability?: StoredJson; fraudCheck?: StoredJson }
  noticeboard: NoticeboardEntry[]
  conversations: string[]
  updatedAt?: Date
  ledger: {
    stamps: Stamps
    conversationsSince: StreamId[]
    /**
     * Every customer that an event named together with this application. `last` is exact as
     * soon as there are two of them; see `projector/links`.
     */
    claims: { customerId: string; first: StreamId; last: StreamId }[]
    portal: PortalFacts
  }
}
