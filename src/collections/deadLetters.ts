import { deadLetterEndpoints } from '@/api/deadLetters'

import { isAdmin } from './access/isAdmin'
import { documentId } from './fields/documentId'
import { readOnlyCode } from './fields/readOnly'
import { exactSearch } from './fields/search'
import { searchByIndex } from './hooks/searchByIndex'
import { byExactValue } from './hooks/searchFilters'
import { writtenByLedger } from './writtenByLedger'

const time = { date: { pickerAppearance: 'dayAndTime' } } as const

/**
 * Events that could not be applied, each with the reason and the entry itself. Nobody edits one;
 * retrying and discarding are endpoints.
 */
export const DeadLetters = writtenByLedger({
  slug: 'dead-letters',
  labels: { singular: 'Dead letter', plural: 'Dead letters' },
  admin: {
    group: 'Operations',
    useAsTitle: 'streamId',
    defaultColumns: ['streamId', 'typ', 'code', 'path', 'cid', 'status', 'lastFailedAt'],
    listSearchableFields: ['search'],
    components: {
      beforeListTable: ['/admin/components/DeadLetterActions/ListActions.client#ListActions'],
      views: { edit: { root: { Component: '/admin/views/DeadLetter/index#DeadLetterView' } } },
    },
  },
  endpoints: deadLetterEndpoints,
  defaultSort: '-lastFailedAt',
  maximumPageSize: 100,
  hooks: { beforeOperation: [searchByIndex(byExactValue(['cid']))] },
  fields: [
    documentId,
    { name: 'streamId', type: 'text' },
    { name: 'code', type: 'text' },
    { name: 'path', type: 'text' },
    { name: 'reason', type: 'textarea' },
    { name: 'errorClass', type: 'text' },
    { name: 'stack', type: 'textarea', access: { read: isAdmin } },
    { name: 'projection', type: 'text' },
    { name: 'attempts', type: 'number' },
    { name: 'firstFailedAt', type: 'date', admin: time },
    { name: 'lastFailedAt', type: 'date', admin: time },
    { name: 'typ', type: 'text', label: 'Type' },
    { name: 'cid', type: 'text', label: 'Conversation id' },
    { name: 'aid', type: 'text', label: 'Application id' },
    { name: 'uid', type: 'text', label: 'Customer id' },
    { name: 'entry', type: 'code', admin: readOnlyCode },
    { name: 'status', type: 'select', options: ['parked', 'retried', 'discarded'] },
    { name: 'discardReason', type: 'textarea' },
    { name: 'discardedBy', type: 'text' },
    { name: 'discardedAt', type: 'date', admin: time },
    { name: 'listedAt', type: 'date', admin: time },
    exactSearch,
  ],
})
