/**
 * The numbers of the business, worked out from the ledger after it was projected. Each document is
 * a pure function of the set of events, as all read models are; durations are milliseconds between
 * the times of events (`tsp`), days are days of `BUSINESS_TIME_ZONE` as `YYYY-MM-DD`.
 */
export interface AnalyticsDocument {
  _id: string
  /** Grows with every write; no part of the state that the ledger determines. */
  revision: number
}

/** What was said on one day of a conversation. */
export interface MessagesOfDay {
  day: string
  customer: number
  broker: number
}

/** How one side answered the other: what it left unanswered longest counts from its first message. */
export interface AnswerTimes {
  count: number
  medianMs?: number
  longestMs?: number
}

/** One conversation in numbers (spec: conversation-stats). Its id is the conversation's. */
export interface ConversationStatsDocument extends AnalyticsDocument {
  conversationId: string
  /** Document ids of what the conversation links to. */
  applicationId?: string
  customerId?: string
  applicationNumber?: string
  purpose?: string
  loanPurpose?: string
  status: string
  /** Earliest and latest time of its events. */
  firstEventAt: Date
  lastEventAt: Date
  durationMs: number
  /** Day of the conversation's `startedAt`: the day that counts it as started. */
  startedAt: Date
  startedDay: string
  customerMessages: number
  brokerMessages: number
  messagesByDay: MessagesOfDay[]
  /** From the customer's first message to the broker's first answer after it. */
  firstAnswerMs?: number
  customerAnswers: AnswerTimes
  brokerAnswers: AnswerTimes
  /** The linked application's present outcome. */
  outcome?: string
  decidedAt?: Date
  /** From `startedAt` to the decision; absent where the decision is older than the conversation. */
  timeToDecisionMs?: number
  loanAmount?: number
  /** Stages in the application's order, and those that were reached (completed, or the present one). */
  stages: string[]
  stagesReached: string[]
  currentStage?: string
  /** Where the application stands that was neither approved nor declined. */
  dropOffStage?: string
}

/** One application in numbers: what days count once, however many conversations are about it. */
export interface ApplicationStatsDocument extends AnalyticsDocument {
  applicationId: string
  applicationNumber?: string
  customerId?: string
  loanPurpose?: string
  loanAmount?: number
  /** Time of its first event by time; a mere link (version 0) has not begun. */
  begunAt?: Date
  begunDay?: string
  outcome?: string
  /** Time of the event that set the present outcome, where that is a decision or a withdrawal. */
  decidedAt?: Date
  decidedDay?: string
  timeToDecisionMs?: number
}

/** One day of the business (spec: daily-metrics). Its id is the day. */
export interface DailyMetricsDocument extends AnalyticsDocument {
  day: string
  conversationsStarted: number
  messages: number
  customerMessages: number
  brokerMessages: number
  applicationsBegun: number
  /** Approved and declined on this day, by the decision that stands now. */
  decided: number
  approved: number
  declined: number
  withdrawn: number
  /** Approved of decided, 0 to 1; absent where nothing was decided. */
  approvalRate?: number
  /** Conversations started on this day whose application is approved by now, and their share. */
  startedAndApproved: number
  conversionRate?: number
  /** Sum over the applications begun on this day. */
  amountAsked: number
  /** Sum over the applications approved on this day. */
  amountApproved: number
  /** Over what was approved or declined on this day. */
  medianTimeToDecisionMs?: number
  /** Over the conversations started on this day. */
  medianFirstAnswerMs?: number
}
