import { statusCell } from './fields/cells'
import { documentId } from './fields/documentId'
import { openSelect } from './fields/openSelect'
import { revision, version } from './fields/revision'
import { exactSearch } from './fields/search'
import { keepIdOrder } from './hooks/keepIdOrder'
import { searchByIndex } from './hooks/searchByIndex'
import { byExactValue } from './hooks/searchFilters'
import { writtenByLedger } from './writtenByLedger'

const time = { date: { pickerAppearance: 'dayAndTime' } } as const

/**
 * One conversation as its customer sees it. It changes with every utterance: an index on what
 * changes would be paid for by each of them, so that lists go along the ids.
 */
export const CustomerConversations = writtenByLedger({
  slug: 'customer-conversations',
  labels: { singular: 'Customer conversation', plural: 'Customer conversations' },
  admin: {
    group: 'Customer Portal',
    useAsTitle: 'conversationId',
    defaultColumns: ['conversationId', 'customerId', 'status', 'lastMessageAt', 'messageCount'],
    listSearchableFields: ['search'],
  },
  defaultSort: '-id',
  hooks: {
    beforeOperation: [
      keepIdOrder({ aliases: ['conversationId'] }),
      searchByIndex(byExactValue(['conversationId', 'customerId'])),
    ],
  },
  fields: [
    documentId,
    { name: 'customerId', type: 'text' },
    { name: 'conversationId', type: 'text' },
    { name: 'applicationId', type: 'text' },
    { name: 'purpose', type: 'text', defaultValue: 'Loan Application Chat' },
    openSelect('status', ['active', 'completed'], { defaultValue: 'active', admin: statusCell }),
    { name: 'lastMessage', type: 'textarea' },
    { name: 'lastMessageAt', type: 'date', admin: time },
    { name: 'isAccessible', type: 'checkbox', defaultValue: true },
    { name: 'messageCount', type: 'number' },
    { name: 'startedAt', type: 'date', admin: time },
    version,
    revision,
    exactSearch,
  ],
})
