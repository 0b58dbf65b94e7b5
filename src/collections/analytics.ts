import type { CollectionConfig, Field } from 'payload'

import { conversationStatuses } from './conversations'
import { moneyCell, nameCell, statusCell } from './fields/cells'
import { documentId } from './fields/documentId'
import { group } from './fields/group'
import { applicationLink, customerLink } from './fields/links'
import { openSelect } from './fields/openSelect'
import { revision } from './fields/revision'
import { exactSearch } from './fields/search'
import { searchByIndex } from './hooks/searchByIndex'
import { byExactValue } from './hooks/searchFilters'
import { writtenByLedger } from './writtenByLedger'

const time = { date: { pickerAppearance: 'dayAndTime' } } as const
const outcomes = ['pending', 'approved', 'declined', 'withdrawn'] as const

const text = (name: string): Field => ({ name, type: 'text' })
const number = (name: string): Field => ({ name, type: 'number' })
const money = (name: string): Field => ({ name, type: 'number', admin: moneyCell })
const date = (name: string): Field => ({ name, type: 'date', admin: time })
const outcome = openSelect('outcome', outcomes, { admin: statusCell })
const answers = (name: string): Field =>
  group(name, [number('count'), number('medianMs'), number('longestMs')])

/** One conversation in numbers; durations are milliseconds. Sorts are served by `indexes.ts`. */
export const ConversationStats: CollectionConfig = writtenByLedger({
  slug: 'conversation-stats',
  labels: { singular: 'Conversation in numbers', plural: 'Conversations in numbers' },
  admin: {
    group: 'Analytics',
    useAsTitle: 'conversationId',
    defaultColumns: ['conversationId', 'startedAt', 'status', 'outcome'],
    listSearchableFields: ['search'],
  },
  defaultSort: '-startedAt',
  hooks: {
    beforeOperation: [searchByIndex(byExactValue(['conversationId', 'applicationNumber']))],
  },
  fields: [
    documentId,
    { name: 'conversationId', type: 'text', admin: nameCell },
    applicationLink,
    customerLink,
    text('applicationNumber'),
    text('purpose'),
    text('loanPurpose'),
    openSelect('status', conversationStatuses, { admin: statusCell }),
    date('firstEventAt'),
    date('lastEventAt'),
    number('durationMs'),
    date('startedAt'),
    text('startedDay'),
    number('customerMessages'),
    number('brokerMessages'),
    {
      name: 'messagesByDay',
      type: 'array',
      fields: [text('day'), number('customer'), number('broker')],
    },
    number('firstAnswerMs'),
    answers('customerAnswers'),
    answers('brokerAnswers'),
    outcome,
    date('decidedAt'),
    number('timeToDecisionMs'),
    money('loanAmount'),
    { name: 'stages', type: 'text', hasMany: true },
    { name: 'stagesReached', type: 'text', hasMany: true },
    text('currentStage'),
    text('dropOffStage'),
    revision,
    exactSearch,
  ],
})

/** One application in numbers: it counts once, however many conversations are about it. */
export const ApplicationStats: CollectionConfig = writtenByLedger({
  slug: 'application-stats',
  labels: { singular: 'Application in numbers', plural: 'Applications in numbers' },
  admin: {
    group: 'Analytics',
    useAsTitle: 'applicationNumber',
    defaultColumns: ['applicationNumber', 'begunAt', 'outcome', 'decidedAt'],
    listSearchableFields: ['search'],
  },
  defaultSort: '-begunAt',
  hooks: { beforeOperation: [searchByIndex(byExactValue(['applicationId', 'applicationNumber']))] },
  fields: [
    documentId,
    text('applicationId'),
    { name: 'applicationNumber', type: 'text', admin: nameCell },
    customerLink,
    text('loanPurpose'),
    money('loanAmount'),
    date('begunAt'),
    text('begunDay'),
    outcome,
    date('decidedAt'),
    text('decidedDay'),
    number('timeToDecisionMs'),
    revision,
    exactSearch,
  ],
})

/** One day of the business, of `BUSINESS_TIME_ZONE`. */
export const DailyMetrics: CollectionConfig = writtenByLedger({
  slug: 'daily-metrics',
  labels: { singular: 'Day in numbers', plural: 'Days in numbers' },
  admin: {
    group: 'Analytics',
    useAsTitle: 'day',
    defaultColumns: ['day', 'conversationsStarted', 'messages', 'approved', 'declined'],
  },
  defaultSort: '-day',
  fields: [
    documentId,
    text('day'),
    number('conversationsStarted'),
    number('messages'),
    number('customerMessages'),
    number('brokerMessages'),
    number('applicationsBegun'),
    number('decided'),
    number('approved'),
    number('declined'),
    number('withdrawn'),
    number('approvalRate'),
    number('startedAndApproved'),
    number('conversionRate'),
    money('amountAsked'),
    money('amountApproved'),
    number('medianTimeToDecisionMs'),
    number('medianFirstAnswerMs'),
    revision,
  ],
})
