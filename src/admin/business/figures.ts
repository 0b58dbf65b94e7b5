import type { ConversationKind, ApplicationKind } from '@/queries/business/behind'
import type { NumberName } from '@/queries/business/numbers'

import type { NumberKind } from '../format/comparison'
import { formatDuration } from '../format/duration'
import { formatMoney } from '../format/money'
import { formatShare } from '../format/share'
import { groupDigits } from '../format/text'

/** A number of the business: its name, what it means, and what it is made of. */
export interface Figure {
  label: string
  kind: NumberKind
  definition: string
  behind?: ConversationKind | ApplicationKind
  /** Whether a zero is made of something too: a rate of declines only, and not a count. */
  opensAtZero?: boolean
}

/** A number in words. */
export const formatNumber = (kind: NumberKind, value: number | null): string => {
  if (value === null) return '–'
  if (kind === 'money') return formatMoney(Math.round(value))
  if (kind === 'share') return formatShare(value)
  return kind === 'duration' ? formatDuration(value) : groupDigits(value)
}

/** Every number that the page shows, in its words. */
export const figures: Record<NumberName, Figure> = {
  conversationsStarted: {
    label: 'Conversations started',
    kind: 'count',
    definition: 'Conversations that began on these days.',
    behind: 'started',
  },
  messages: {
    label: 'Messages',
    kind: 'count',
    definition:
      'Everything that customers and the broker said on these days, in conversations of any age.',
    behind: 'messages',
  },
  applicationsBegun: {
    label: 'Applications begun',
    kind: 'count',
    definition: 'Applications whose first event fell on these days; each counts once.',
    behind: 'begun',
  },
  decided: {
    label: 'Decided',
    kind: 'count',
    definition:
      'Applications approved or declined on these days, by the decision that stands now. A revised decision moves; it is never counted twice.',
    behind: 'decided',
  },
  approved: {
    label: 'Approved',
    kind: 'count',
    definition: 'Applications whose approval, standing now, fell on these days.',
    behind: 'approved',
  },
  declined: {
    label: 'Declined',
    kind: 'count',
    definition: 'Applications whose decline, standing now, fell on these days.',
    behind: 'declined',
  },
  withdrawn: {
    label: 'Withdrawn',
    kind: 'count',
    definition: 'Applications that were withdrawn on these days and stand so now.',
    behind: 'withdrawn',
  },
  approvalRate: {
    label: 'Approval rate',
    kind: 'share',
    definition: 'Approved of all that was approved or declined on these days.',
    behind: 'decided',
    opensAtZero: true,
  },
  conversionRate: {
    label: 'Conversion rate',
    kind: 'share',
    definition:
      'Of the conversations started on these days, those whose application is approved by now. It still grows for the latest days.',
    behind: 'reached-approval',
  },
  amountAsked: {
    label: 'Amount asked',
    kind: 'money',
    definition: 'Loan amounts of the applications begun on these days, as they stand now.',
    behind: 'begun',
  },
  amountApproved: {
    label: 'Amount approved',
    kind: 'money',
    definition: 'Loan amounts of the applications approved on these days.',
    behind: 'approved',
  },
  medianTimeToDecisionMs: {
    label: 'Time to decision',
    kind: 'duration',
    definition:
      'Median over the applications decided on these days, from the first event of the application to its decision: half were faster.',
    behind: 'decided',
    opensAtZero: true,
  },
  medianFirstAnswerMs: {
    label: 'First answer',
    kind: 'duration',
    definition:
      'Median over the conversations started on these days, from the customer’s first message to the broker’s first answer.',
    behind: 'answered',
    opensAtZero: true,
  },
  medianBrokerAnswerMs: {
    label: 'Broker’s answers',
    kind: 'duration',
    definition:
      'What is usual in a conversation: for each one started on these days the median time the broker took to answer, and the middle of those.',
    behind: 'started',
    opensAtZero: true,
  },
  medianCustomerAnswerMs: {
    label: 'Customers’ answers',
    kind: 'duration',
    definition:
      'What is usual in a conversation: for each one started on these days the median time the customer took to answer, and the middle of those.',
    behind: 'started',
    opensAtZero: true,
  },
}
