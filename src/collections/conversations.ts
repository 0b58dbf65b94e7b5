import { conversationEndpoints } from '@/api/conversations'

import { nameCell, statusCell } from './fields/cells'
import { documentId } from './fields/documentId'
import { group } from './fields/group'
import { applicationLink, customerLink } from './fields/links'
import { openSelect } from './fields/openSelect'
import { revision, version } from './fields/revision'
import { search } from './fields/search'
import { utterances } from './fields/utterances'
import { fillUtterances } from './hooks/fillUtterances'
import { searchByIndex } from './hooks/searchByIndex'
import { bySearchTerms } from './hooks/searchFilters'
import { writtenByLedger } from './writtenByLedger'

/** What a conversation's status may be (spec: conversations). */
export const conversationStatuses = [
  'active',
  'paused',
  'soft_end',
  'hard_end',
  'approved',
  'declined',
] as const

/** One chat between a customer and the broker. Sorts and filters are served by `indexes.ts`. */
export const Conversations = writtenByLedger({
  slug: 'conversations',
  labels: { singular: 'Conversation', plural: 'All conversations' },
  admin: {
    group: 'Supervisor Dashboard',
    useAsTitle: 'applicationNumber',
    defaultColumns: ['applicationNumber', 'customerId', 'status', 'startedAt'],
    listSearchableFields: ['search'],
    components: {
      views: {
        edit: { root: { Component: '/admin/views/Conversation/index#ConversationView' } },
      },
    },
  },
  endpoints: conversationEndpoints,
  defaultSort: '-startedAt',
  hooks: {
    beforeOperation: [searchByIndex(bySearchTerms('conversations'))],
    afterRead: [fillUtterances],
  },
  fields: [
    documentId,
    { name: 'conversationId', type: 'text', required: true, unique: true },
    { name: 'applicationNumber', type: 'text', admin: nameCell },
    customerLink,
    applicationLink,
    openSelect('status', conversationStatuses, { defaultValue: 'active', admin: statusCell }),
    { name: 'startedAt', type: 'date', admin: { date: { pickerAppearance: 'dayAndTime' } } },
    { name: 'updatedAt', type: 'date', admin: { date: { pickerAppearance: 'dayAndTime' } } },
    { name: 'customerName', type: 'text' },
    { name: 'purpose', type: 'text' },
    { name: 'facts', type: 'array', fields: [{ name: 'fact', type: 'text' }] },
    { name: 'utteranceCount', type: 'number' },
    group('lastUtterance', [
      { name: 'username', type: 'text' },
      { name: 'utterance', type: 'textarea' },
      { name: 'createdAt', type: 'date' },
    ]),
    utterances,
    version,
    revision,
    search,
  ],
})
