import { moneyCell, statusCell } from './fields/cells'
import { documentId } from './fields/documentId'
import { openSelect } from './fields/openSelect'
import { revision, version } from './fields/revision'
import { exactSearch } from './fields/search'
import { searchByIndex } from './hooks/searchByIndex'
import { byExactValue } from './hooks/searchFilters'
import { writtenByLedger } from './writtenByLedger'

const time = { date: { pickerAppearance: 'dayAndTime' } } as const

/** One application as its customer sees it. Sorts and filters are served by `indexes.ts`. */
export const CustomerApplications = writtenByLedger({
  slug: 'customer-applications',
  labels: { singular: 'Customer application', plural: 'Customer applications' },
  admin: {
    group: 'Customer Portal',
    useAsTitle: 'applicationNumber',
    defaultColumns: ['applicationNumber', 'customerId', 'status', 'currentStage', 'lastUpdateAt'],
    listSearchableFields: ['search'],
  },
  defaultSort: '-lastUpdateAt',
  hooks: { beforeOperation: [searchByIndex(byExactValue(['applicationNumber', 'customerId']))] },
  fields: [
    documentId,
    { name: 'customerId', type: 'text' },
    { name: 'applicationId', type: 'text' },
    { name: 'applicationNumber', type: 'text' },
    openSelect('status', ['draft', 'submitted', 'under_review', 'approved', 'declined'], {
      defaultValue: 'draft',
      admin: statusCell,
    }),
    { name: 'currentStage', type: 'text', defaultValue: 'draft' },
    { name: 'progressPercentage', type: 'number' },
    { name: 'loanAmount', type: 'number', admin: moneyCell },
    { name: 'loanFee', type: 'number', admin: moneyCell },
    { name: 'loanTotalPayable', type: 'number', label: 'Total payable', admin: moneyCell },
    { name: 'customerName', type: 'text' },
    { name: 'customerEmail', type: 'text' },
    {
      name: 'requiredDocuments',
      type: 'array',
      fields: [
        { name: 'documentType', type: 'text' },
        openSelect('status', ['required', 'uploaded', 'verified', 'rejected']),
        { name: 'reason', type: 'text' },
      ],
    },
    { name: 'submittedAt', type: 'date', admin: time },
    { name: 'lastUpdateAt', type: 'date', admin: time },
    { name: 'estimatedDecisionDate', type: 'date' },
    { name: 'hasOutstandingRequirements', type: 'checkbox' },
    { name: 'canUploadDocuments', type: 'checkbox' },
    version,
    revision,
    exactSearch,
  ],
})
