import { toCents } from './bounds'
import type { DailyMetricsDocument } from './documents'
import { medianOf } from './median'
import { isDecision } from './outcome'

/** Conversations or applications of one outcome: how many, and the values of those that have one. */
export type Group<Values extends string = never> = { outcome?: string; count: number } & {
  [Name in Values]: readonly number[]
}

/** Everything that counts on one day. Several groups may have the same outcome. */
export interface DayRows {
  /** Conversations that started on it. */
  started: readonly Group<'firstAnswerMs'>[]
  /** Applications that began on it. */
  begun: readonly Group<'loanAmount'>[]
  /** Applications that came to their present outcome on it. */
  ended: readonly Group<'loanAmount' | 'timeToDecisionMs'>[]
  customerMessages: number
  brokerMessages: number
}

/** One day of the business; the revision is the writer's. */
export const dailyMetrics = (
  day: string,
  { begun, brokerMessages, customerMessages, ended, started }: DayRows,
): DailyMetricsDocument => {
  const decisions = ended.filter(({ outcome }) => isDecision(outcome))
  const approvals = ended.filter(isApproved)
  const conversationsStarted = countOf(started)
  const startedAndApproved = countOf(started.filter(isApproved))
  const decided = countOf(decisions)
  const approved = countOf(approvals)
  const decisionMs = medianOf(decisions.flatMap(({ timeToDecisionMs }) => timeToDecisionMs))
  const answerMs = medianOf(started.flatMap(({ firstAnswerMs }) => firstAnswerMs))
  return {
    _id: day,
    revision: 0,
    day,
    conversationsStarted,
    messages: customerMessages + brokerMessages,
    customerMessages,
    brokerMessages,
    applicationsBegun: countOf(begun),
    decided,
    approved,
    declined: decided - approved,
    withdrawn: countOf(ended) - decided,
    ...(decided > 0 && { approvalRate: approved / decided }),
    startedAndApproved,
    ...(conversationsStarted > 0 && { conversionRate: startedAndApproved / conversationsStarted }),
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

const isApproved = ({ outcome }: Group): boolean => outcome === 'approved'

const countOf = (groups: readonly Group[]): number =>
  groups.reduce((sum, { count }) => sum + count, 0)

/** In whole cents, so that the sum is the same in whatever order it is made. */
const sumOf = (groups: readonly { loanAmount: readonly number[] }[]): number => {
  let cents = 0n
  for (const { loanAmount } of groups)
    for (const dollars of loanAmount) cents += BigInt(toCents(dollars))
  return Number(cents) / 100
}
