import { toCents } from './bounds'
import type {
  ApplicationStatsDocument,
  ConversationStatsDocument,
  DailyMetricsDocument,
} from './documents'
import { medianOf } from './median'
import { isDecision } from './outcome'

/** Everything that counts on one day. */
export interface DayRows {
  /** Conversations that started on it. */
  started: readonly Pick<ConversationStatsDocument, 'outcome' | 'firstAnswerMs'>[]
  /** Applications that began on it. */
  begun: readonly Pick<ApplicationStatsDocument, 'loanAmount'>[]
  /** Applications that came to their present outcome on it. */
  ended: readonly Pick<ApplicationStatsDocument, 'outcome' | 'loanAmount' | 'timeToDecisionMs'>[]
  customerMessages: number
  brokerMessages: number
}

/** One day of the business; the revision is the writer's. */
export const dailyMetrics = (
  day: string,
  { begun, brokerMessages, customerMessages, ended, started }: DayRows,
): DailyMetricsDocument => {
  const decisions = ended.filter(({ outcome }) => isDecision(outcome))
  const approvals = ended.filter(({ outcome }) => outcome === 'approved')
  const startedAndApproved = started.filter(({ outcome }) => outcome === 'approved').length
  const decisionMs = medianOf(decisions.flatMap(({ timeToDecisionMs }) => timeToDecisionMs ?? []))
  const answerMs = medianOf(started.flatMap(({ firstAnswerMs }) => firstAnswerMs ?? []))
  return {
    _id: day,
    revision: 0,
    day,
    conversationsStarted: started.length,
    messages: customerMessages + brokerMessages,
    customerMessages,
    brokerMessages,
    applicationsBegun: begun.length,
    decided: decisions.length,
    approved: approvals.length,
    declined: decisions.length - approvals.length,
    withdrawn: ended.length - decisions.length,
    ...(decisions.length > 0 && { approvalRate: approvals.length / decisions.length }),
    startedAndApproved,
    ...(started.length > 0 && { conversionRate: startedAndApproved / started.length }),
    amountAsked: sumOf(begun),
    amountApproved: sumOf(approvals),
    ...(decisionMs !== null && { medianTimeToDecisionMs: decisionMs }),
    ...(answerMs !== null && { medianFirstAnswerMs: answerMs }),
  }
}

/** Whether anything happened on a day; what has no numbers is not stored. */
export const hasNumbers = ({
  applicationsBegun,
  conversationsStarted,
  decided,
  messages,
  withdrawn,
}: DailyMetricsDocument): boolean =>
  conversationsStarted + messages + applicationsBegun + decided + withdrawn > 0

/** In whole cents, so that the sum is the same in whatever order it is made. */
const sumOf = (rows: readonly { loanAmount?: number }[]): number =>
  Number(rows.reduce((cents, { loanAmount = 0 }) => cents + BigInt(toCents(loanAmount)), 0n)) / 100
