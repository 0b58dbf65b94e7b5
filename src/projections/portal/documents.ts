import type { ProjectedDocument, RequiredDocument } from '../documents'

/** One application as its customer sees it (spec: customer-applications). Ids are business ids. */
export interface CustomerApplicationDocument extends ProjectedDocument {
  customerId?: string
  applicationId: string
  applicationNumber: string
  status: 'draft' | 'submitted' | 'under_review' | 'approved' | 'declined'
  currentStage: string
  /** Completed stages of all stages, 0 to 100, whole. */
  progressPercentage: number
  /** Australian dollars, as all amounts. */
  loanAmount?: number
  loanFee?: number
  loanTotalPayable?: number
  customerName?: string
  customerEmail?: string
  requiredDocuments: RequiredDocument[]
  submittedAt?: Date
  lastUpdateAt?: Date
  estimatedDecisionDate?: Date
  hasOutstandingRequirements: boolean
  canUploadDocuments: boolean
}

/** One conversation as its customer sees it (spec: customer-conversations). Ids are business ids. */
export interface CustomerConversationDocument extends ProjectedDocument {
  customerId?: string
  conversationId: string
  applicationId?: string
  purpose: string
  status: 'active' | 'completed'
  /** Plain text of at most 280 characters; see `toPlainText`. */
  lastMessage?: string
  lastMessageAt?: Date
  isAccessible: boolean
  messageCount: number
  startedAt: Date
}
