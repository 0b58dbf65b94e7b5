import type { ApplicationDetail } from './events/applicationDetail'
import type { Note, Outcome, Summary } from './events/others'
import type { Utterance } from './events/utterance'
import type { JsonObject } from './json'
import type { StreamId } from './streamId'

/** What every projected event has. Ids are business ids, resolved as the spec says (applications, customers). */
export interface EventBase {
  id: StreamId
  /** When it happened, as the producer saw it; shown, never used to order. */
  occurredAt: Date
  conversationId?: string
  applicationId?: string
  customerId?: string
}

export interface ConversationStarted extends EventBase {
  type: 'conversation_started'
  conversationId: string
}

export interface UtteranceMade extends EventBase {
  type: 'user_input' | 'assistant_response'
  conversationId: string
  utterance: Utterance
}

export interface ApplicationDetailChanged extends EventBase {
  type: 'applicationDetail_changed'
  applicationId: string
  detail: ApplicationDetail
}

export interface AssessmentMade extends EventBase {
  type: 'identityRisk_assessment' | 'serviceability_assessment_results' | 'fraudCheck_results'
  applicationId: string
  assessment: JsonObject
}

export interface NoticePosted extends EventBase {
  type: 'noticeboard_updated'
  applicationId: string
  note: Note
}

export interface DecisionMade extends EventBase {
  type: 'final_decision'
  applicationId: string
  outcome: Outcome
}

export interface ConversationSummarised extends EventBase {
  type: 'conversation_summary'
  conversationId: string
  summary: Summary
}

/** Everything that the projections know. */
export type LedgerEvent =
  | ConversationStarted
  | UtteranceMade
  | ApplicationDetailChanged
  | AssessmentMade
  | NoticePosted
  | DecisionMade
  | ConversationSummarised

/** The name of an event type, as the stream writes it. */
export type EventType = LedgerEvent['type']

/** Every type that the projections know. */
export const eventTypes = [
  'conversation_started',
  'user_input',
  'assistant_response',
  'applicationDetail_changed',
  'identityRisk_assessment',
  'serviceability_assessment_results',
  'fraudCheck_results',
  'noticeboard_updated',
  'final_decision',
  'conversation_summary',
] as const satisfies readonly EventType[]

export const utteranceTypes = ['user_input', 'assistant_response'] as const

export const isUtterance = (event: LedgerEvent): event is UtteranceMade =>
  event.type === 'user_input' || event.type === 'assistant_response'
