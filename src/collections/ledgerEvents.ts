import { documentId } from './fields/documentId'
import { readOnlyCode, readOnlyPairs } from './fields/readOnly'
import { exactSearch } from './fields/search'
import { keepIdOrder } from './hooks/keepIdOrder'
import { searchByIndex } from './hooks/searchByIndex'
import { byExactValue } from './hooks/searchFilters'
import { writtenByLedger } from './writtenByLedger'

const unindexed = { disableListFilter: true }

/**
 * The archive: every entry of the ledger, verbatim, under its stream id in the form that sorts.
 * Only `applied` entries count in transcripts, time travel and verification. It is read along its
 * ids: other sorts would need an index that every utterance pays for.
 */
export const LedgerEvents = writtenByLedger({
  slug: 'ledger-events',
  labels: { singular: 'Ledger event', plural: 'Ledger events' },
  admin: {
    group: 'Operations',
    useAsTitle: 'streamId',
    defaultColumns: ['streamId', 'typ', 'cid', 'tsp', 'disposition'],
    listSearchableFields: ['search'],
  },
  defaultSort: '-id',
  maximumPageSize: 100,
  hooks: {
    beforeOperation: [
      keepIdOrder({ aliases: ['streamId', 'tsp'] }),
      searchByIndex(byExactValue(['cid', 'applicationId', 'customerId'])),
    ],
  },
  fields: [
    documentId,
    { name: 'streamId', type: 'text', admin: unindexed },
    { name: 'agt', type: 'text', label: 'Agent', admin: unindexed },
    { name: 'typ', type: 'text', label: 'Type', admin: unindexed },
    { name: 'cid', type: 'text', label: 'Conversation id' },
    { name: 'aid', type: 'text', label: 'Application id', admin: unindexed },
    { name: 'uid', type: 'text', label: 'Customer id', admin: unindexed },
    { name: 'seq', type: 'text', label: 'Sequence number', admin: unindexed },
    { name: 'tsp', type: 'text', label: 'Time as told', admin: unindexed },
    { name: 'dat', type: 'code', label: 'Data', admin: { ...readOnlyCode, ...unindexed } },
    {
      name: 'extra',
      type: 'text',
      hasMany: true,
      label: 'Other fields',
      admin: { ...readOnlyPairs, ...unindexed },
    },
    {
      name: 'disposition',
      type: 'select',
      options: ['applied', 'ignored', 'parked'],
      admin: unindexed,
    },
    { name: 'applicationId', type: 'text', label: 'Applies to application' },
    { name: 'customerId', type: 'text', label: 'Applies to customer' },
    exactSearch,
  ],
})
