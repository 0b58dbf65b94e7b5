/** The numbers of one stretch of time. Durations are milliseconds, amounts dollars, rates 0 to 1. */
export interface BusinessNumbers {
  conversationsStarted: number
  messages: number
  applicationsBegun: number
  /** Approved or declined. */
  decided: number
  approved: number
  declined: number
  withdrawn: number
  /** Approved of decided. */
  approvalRate: number | null
  /** Of the conversations started, those whose application is approved by now. */
  conversionRate: number | null
  /** Of the applications begun. */
  amountAsked: number
  /** Of the applications approved. */
  amountApproved: number
  /** Over the applications decided. */
  medianTimeToDecisionMs: number | null
  /** Over the conversations started, as are the two below. */
  medianFirstAnswerMs: number | null
  /** The middle of what is typical in each conversation: answers are kept by conversation. */
  medianBrokerAnswerMs: number | null
  medianCustomerAnswerMs: number | null
}

/** Names of the numbers, in the order in which they are told. */
export const numberNames = [
  'conversationsStarted',
  'messages',
  'applicationsBegun',
  'decided',
  'approved',
  'declined',
  'withdrawn',
  'approvalRate',
  'conversionRate',
  'amountAsked',
  'amountApproved',
  'medianTimeToDecisionMs',
  'medianFirstAnswerMs',
  'medianBrokerAnswerMs',
  'medianCustomerAnswerMs',
] as const satisfies readonly (keyof BusinessNumbers)[]

/** @see numberNames */
export type NumberName = (typeof numberNames)[number]
