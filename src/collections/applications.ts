import { applicationProcess } from './fields/applicationProcess'
import { moneyCell, nameCell, statusCell } from './fields/cells'
import { documentId } from './fields/documentId'
import { group } from './fields/group'
import { customerLink } from './fields/links'
import { openSelect } from './fields/openSelect'
import { revision, version } from './fields/revision'
import { rowLabel } from './fields/rowLabel'
import { search } from './fields/search'
import { storedJson } from './fields/storedJson'
import { searchByIndex } from './hooks/searchByIndex'
import { bySearchTerms } from './hooks/searchFilters'
import { writtenByLedger } from './writtenByLedger'

/**
 * One application for a loan. Sorts and filters are served by `indexes.ts`.
 *
 * `applicationNumber` is indexed but not a unique index in MongoDB: an event may tell a number
 * that another application already claims, and no event may fail for what another one said. The
 * document's id is what is unique.
 */
export const Applications = writtenByLedger({
  slug: 'applications',
  labels: { singular: 'Application', plural: 'Applications' },
  admin: {
    group: 'Supervisor Dashboard',
    useAsTitle: 'applicationNumber',
    defaultColumns: [
      'applicationNumber',
      'customerId',
      'loanAmount',
      'applicationOutcome',
      'updatedAt',
    ],
    listSearchableFields: ['search'],
  },
  defaultSort: '-updatedAt',
  hooks: { beforeOperation: [searchByIndex(bySearchTerms('applications'))] },
  fields: [
    documentId,
    { name: 'applicationNumber', type: 'text', required: true, admin: nameCell },
    customerLink,
    { name: 'loanPurpose', type: 'text' },
    { name: 'loanAmount', type: 'number', admin: moneyCell },
    { name: 'loanFee', type: 'number', admin: moneyCell },
    { name: 'loanTotalPayable', type: 'number', label: 'Total payable', admin: moneyCell },
    { name: 'loanTerm', type: 'number', label: 'Loan term (months)' },
    { name: 'customerAttestationAcceptance', type: 'checkbox' },
    { name: 'statementCaptureConsentProvided', type: 'checkbox' },
    { name: 'statementCaptureCompleted', type: 'checkbox' },
    { name: 'productOfferAcceptance', type: 'checkbox' },
    openSelect('applicationOutcome', ['pending', 'approved', 'declined', 'withdrawn'], {
      label: 'Outcome',
      admin: statusCell,
    }),
    applicationProcess,
    group('assessments', [
      storedJson('identityRisk'),
      storedJson('serviceability'),
      storedJson('fraudCheck'),
    ]),
    {
      name: 'noticeboard',
      type: 'array',
      admin: rowLabel('agentName'),
      fields: [
        { name: 'agentName', type: 'text' },
        { name: 'content', type: 'textarea' },
        { name: 'timestamp', type: 'date' },
        {
          name: 'versions',
          type: 'array',
          fields: [
            { name: 'content', type: 'textarea' },
            { name: 'timestamp', type: 'date' },
          ],
        },
      ],
    },
    { name: 'conversations', type: 'relationship', relationTo: 'conversations', hasMany: true },
    { name: 'updatedAt', type: 'date', admin: { date: { pickerAppearance: 'dayAndTime' } } },
    version,
    revision,
    search,
  ],
})
