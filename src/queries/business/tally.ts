import type { DailyMetricsDocument } from '@/projections/analytics/documents'

import { toCents } from '@/projections/analytics/bounds'
import { medianOf } from '@/projections/analytics/median'
import type { BusinessNumbers } from './numbers'
import type { ApplicationRow, ConversationRow } from './rows'

/** Counts what belongs to one stretch of time; medians are those of the raw values it was given. */
export class Tally {
  private started = 0
  private startedAndApproved = 0
  private messages = 0
  private begun = 0
  private approved = 0
  private declined = 0
  private withdrawn = 0
  private amountAsked = 0
  private amountApproved = 0
  private readonly decisionMs: number[] = []
  private readonly firstAnswerMs: number[] = []
  private readonly brokerAnswerMs: number[] = []
  private readonly customerAnswerMs: number[] = []

  /** Takes in what a day counts already. */
  addDay(day: DailyMetricsDocument): void {
    this.started += day.conversationsStarted
    this.startedAndApproved += day.startedAndApproved
    this.messages += day.messages
    this.begun += day.applicationsBegun
    this.approved += day.approved
    this.declined += day.declined
    this.withdrawn += day.withdrawn
    this.amountAsked += day.amountAsked
    this.amountApproved += day.amountApproved
  }

  /** Counts a conversation that started here; its answers are `addAnswers`'. */
  addStarted({ outcome }: ConversationRow): void {
    this.started += 1
    if (outcome === 'approved') this.startedAndApproved += 1
  }

  /** Takes in how a conversation that started here was answered. */
  addAnswers({ brokerAnswers, customerAnswers, firstAnswerMs }: ConversationRow): void {
    push(this.firstAnswerMs, firstAnswerMs)
    push(this.brokerAnswerMs, brokerAnswers?.medianMs)
    push(this.customerAnswerMs, customerAnswers?.medianMs)
  }

  addMessages(count: number): void {
    this.messages += count
  }

  addBegun({ loanAmount }: ApplicationRow): void {
    this.begun += 1
    this.amountAsked += toCents(loanAmount ?? 0) / 100
  }

  /** Counts an application that came to its present outcome here. */
  addOutcome({ loanAmount, outcome }: ApplicationRow): void {
    if (outcome === 'withdrawn') this.withdrawn += 1
    if (outcome === 'declined') this.declined += 1
    if (outcome === 'approved') {
      this.approved += 1
      this.amountApproved += toCents(loanAmount ?? 0) / 100
    }
  }

  /** Takes in how long a decision that fell here took. */
  addDecisionTime({ outcome, timeToDecisionMs }: ApplicationRow): void {
    if (outcome !== 'withdrawn') push(this.decisionMs, timeToDecisionMs)
  }

  /** What was counted. */
  toNumbers(): BusinessNumbers {
    const decided = this.approved + this.declined
    return {
      conversationsStarted: this.started,
      messages: this.messages,
      applicationsBegun: this.begun,
      decided,
      approved: this.approved,
      declined: this.declined,
      withdrawn: this.withdrawn,
      approvalRate: share(this.approved, decided),
      conversionRate: share(this.startedAndApproved, this.started),
      amountAsked: rounded(this.amountAsked),
      amountApproved: rounded(this.amountApproved),
      medianTimeToDecisionMs: medianOf(this.decisionMs),
      medianFirstAnswerMs: medianOf(this.firstAnswerMs),
      medianBrokerAnswerMs: medianOf(this.brokerAnswerMs),
      medianCustomerAnswerMs: medianOf(this.customerAnswerMs),
    }
  }
}

/** A part of a whole, 0 to 1; null of nothing. */
export const share = (part: number, whole: number): number | null =>
  whole === 0 ? null : part / whole

const push = (values: number[], value: number | undefined | null): void => {
  if (typeof value === 'number') values.push(value)
}

/** Sums of dollars keep no traces of how binary numbers add up. */
const rounded = (dollars: number): number => Math.round(dollars * 100) / 100
