import { z } from 'zod'

import type { BusinessAnswer } from '@/queries/business/answer'
import type { BusinessNumbers } from '@/queries/business/numbers'
import type { BehindPage, BehindRow } from '@/queries/business/listBehind'

import { describes } from './describes'
import { day, nextCursor, share, time } from './values'

const milliseconds = z.number().nullable()

const numbers = describes<BusinessNumbers>()(
  z.object({
    conversationsStarted: z.number(),
    messages: z.number(),
    applicationsBegun: z.number(),
    decided: z.number().meta({ description: 'Approved or declined.' }),
    approved: z.number(),
    declined: z.number(),
    withdrawn: z.number(),
    approvalRate: share.meta({ description: 'Approved of decided, 0 to 1.' }),
    conversionRate: share.meta({
      description: 'Of the conversations started, those whose application is approved by now.',
    }),
    amountAsked: z.number().meta({ description: 'Australian dollars.' }),
    amountApproved: z.number().meta({ description: 'Australian dollars.' }),
    medianTimeToDecisionMs: milliseconds,
    medianFirstAnswerMs: milliseconds,
    medianBrokerAnswerMs: milliseconds,
    medianCustomerAnswerMs: milliseconds,
  }),
)

const range = { from: day, to: day }

const dayUntilNow = z.object({
  conversationsStarted: z.number(),
  decided: z.number(),
  approved: z.number(),
  amountApproved: z.number(),
})

/** Answer of `GET /api/business/summary`. */
export const summaryAnswer = describes<BusinessAnswer>()(
  z.object({
    asOf: time,
    timeZone: z.string(),
    by: z.enum(['day', 'week', 'month']),
    period: z.object({ ...range, days: z.number(), isOpen: z.boolean(), numbers }),
    before: z.object({ ...range, numbers }),
    firstDay: day
      .nullable()
      .meta({ description: 'The first day of which anything is counted, whatever the filters.' }),
    buckets: z.array(
      z.object({
        ...range,
        isOpen: z.boolean().meta({ description: 'Today lies in it: it is not over.' }),
        numbers,
        before: z.object({ ...range, numbers }),
      }),
    ),
    funnel: z.array(
      z.object({
        kind: z.enum(['started', 'stage', 'decided', 'approved']),
        stage: z.string().nullable(),
        conversations: z.number(),
        shareOfStarted: share,
        shareOfStepBefore: share,
      }),
    ),
    dropOff: z.array(
      z.object({ stage: z.string().nullable(), conversations: z.number(), shareOfLeft: share }),
    ),
    decisionTimes: z.array(
      z.object({ fromMs: z.number(), toMs: milliseconds, applications: z.number() }),
    ),
    decisionTimesUnknown: z.number(),
    cut: z
      .object({ rowLimit: z.number() })
      .nullable()
      .meta({ description: 'Set where there was more to read than one answer may.' }),
    today: z.object({ day, until: time, today: dayUntilNow, yesterday: dayUntilNow }),
    choices: z.object({
      loanPurposes: z.array(z.string()),
      statuses: z.array(z.string()),
      stages: z.array(z.string()),
    }),
  }),
)

const behindRow = describes<BehindRow>()(
  z.object({
    id: z.string(),
    conversationId: z.string().nullable(),
    applicationId: z.string().nullable(),
    applicationNumber: z.string().nullable(),
    customerName: z.string().nullable(),
    loanPurpose: z.string().nullable(),
    loanAmount: z.number().nullable(),
    outcome: z.string().nullable(),
    status: z.string().nullable(),
    stage: z.string().nullable(),
    at: time,
    timeToDecisionMs: milliseconds,
  }),
)

/** Answer of `GET /api/business/behind`. */
export const behindAnswer = describes<BehindPage>()(
  z.object({ rows: z.array(behindRow), nextCursor }),
)
