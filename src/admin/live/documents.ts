import type { StreamId } from '@/ledger/streamId'

/** What is shared by everything the server sends: its address and its place among its own versions. */
export interface Versioned {
  id: string
  revision?: number
}

/** The last thing that was said in a conversation. */
export interface LastUtterance {
  username: string
  utterance: string
  /** ISO 8601. */
  createdAt: string
}

/** A conversation as a list shows it. Relationships are document ids, times are ISO 8601. */
export interface Conversation extends Versioned {
  conversationId: string
  applicationNumber?: string | null
  customerId?: string | null
  applicationId?: string | null
  status: string
  startedAt?: string | null
  updatedAt?: string | null
  utteranceCount?: number | null
  lastUtterance?: LastUtterance | null
  customerName?: string | null
  purpose?: string | null
  facts?: { id?: string; fact: string }[] | null
  version?: number
}

/** The part of an application that a card shows. */
export interface ApplicationSummary extends Versioned {
  applicationNumber?: string | null
  loanAmount?: number | null
  loanTerm?: number | null
  applicationOutcome?: string | null
  currentProcessStage?: string | null
  stages: Stage[]
  assessments?: Assessments | null
}

export interface Stage {
  stageName: string
  complete: boolean
}

/** Results of the three checks, in whatever shape the provider sent them. */
export interface Assessments {
  identityRisk?: unknown
  serviceability?: unknown
  fraudCheck?: unknown
}

/** One answer of the conversation search. */
export interface ConversationPage {
  docs: (Conversation & { application: ApplicationSummary | null })[]
  nextCursor: string | null
}

/** An application as REST shows it at depth 0. */
export interface Application extends Versioned {
  applicationNumber: string
  customerId?: string | null
  loanPurpose?: string | null
  loanAmount?: number | null
  loanFee?: number | null
  loanTotalPayable?: number | null
  loanTerm?: number | null
  applicationOutcome?: string | null
  applicationProcess?: ApplicationProcess | null
  assessments?: Assessments | null
  noticeboard?: Note[] | null
  updatedAt?: string | null
}

export interface ApplicationProcess {
  currentProcessStage?: string | null
  currentProcessStep?: string | null
  applicationProcessState?: { stageName?: string | null; complete?: boolean | null }[] | null
}

export interface Note {
  id: StreamId
  agentName: string
  content: string
  timestamp?: string | null
  versions?: { id?: string; content: string; timestamp?: string | null }[] | null
}

/** A customer as REST shows it at depth 0. */
export interface Customer extends Versioned {
  customerId: string
  title?: string | null
  preferredName?: string | null
  fullName?: string | null
  emailAddress?: string | null
  mobilePhoneNumber?: string | null
  dateOfBirth?: string | null
  residentialAddress?: Address | null
  mailingAddress?: Address | null
  staffFlag?: boolean | null
  investorFlag?: boolean | null
  founderFlag?: boolean | null
  ekycEntityId?: string | null
  ekycStatus?: string | null
  individualStatus?: string | null
  identityDocuments?: IdentityDocument[] | null
}

export interface Address {
  street?: string | null
  city?: string | null
  state?: string | null
  postcode?: string | null
  country?: string | null
}

export interface IdentityDocument {
  id?: string
  documentType?: string | null
  documentSubtype?: string | null
  documentNumber?: string | null
  expiryDate?: string | null
  stateOfIssue?: string | null
  countryOfIssue?: string | null
}

/** One thing that was said, as the transcript shows it; `id` is the stream id of its event. */
export interface Utterance {
  id: StreamId
  username: string
  utterance: string
  rationale?: string | null
  createdAt: string
  answerInputType?: string | null
  endConversation?: boolean | null
  additionalData?: unknown
}

/** One answer of the transcript, oldest first. */
export interface TranscriptPage {
  docs: Utterance[]
  hasBefore: boolean
  hasAfter: boolean
}
