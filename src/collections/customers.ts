import { address } from './fields/address'
import { nameCell } from './fields/cells'
import { day } from './fields/day'
import { documentId } from './fields/documentId'
import { openSelect } from './fields/openSelect'
import { revision, version } from './fields/revision'
import { rowLabel } from './fields/rowLabel'
import { search } from './fields/search'
import { searchByIndex } from './hooks/searchByIndex'
import { bySearchTerms } from './hooks/searchFilters'
import { writtenByLedger } from './writtenByLedger'

/** A person who talks, or talked, with the broker. Sorts and filters are served by `indexes.ts`. */
export const Customers = writtenByLedger({
  slug: 'customers',
  labels: { singular: 'Customer', plural: 'Customers' },
  admin: {
    group: 'Supervisor Dashboard',
    useAsTitle: 'fullName',
    defaultColumns: ['fullName', 'emailAddress', 'customerId', 'dateOfBirth'],
    listSearchableFields: ['search'],
  },
  defaultSort: '-updatedAt',
  hooks: { beforeOperation: [searchByIndex(bySearchTerms('customers'))] },
  fields: [
    documentId,
    { name: 'customerId', type: 'text', required: true, unique: true },
    { name: 'title', type: 'text' },
    { name: 'preferredName', type: 'text' },
    { name: 'firstName', type: 'text' },
    { name: 'middleName', type: 'text' },
    { name: 'lastName', type: 'text' },
    { name: 'fullName', type: 'text', admin: nameCell },
    { name: 'emailAddress', type: 'text' },
    { name: 'mobilePhoneNumber', type: 'text' },
    day('dateOfBirth'),
    address('residentialAddress'),
    address('mailingAddress'),
    { name: 'staffFlag', type: 'checkbox' },
    { name: 'investorFlag', type: 'checkbox' },
    { name: 'founderFlag', type: 'checkbox' },
    { name: 'ekycEntityId', type: 'text', label: 'eKYC entity' },
    openSelect('ekycStatus', ['successful', 'failed', 'pending'], { label: 'eKYC status' }),
    openSelect('individualStatus', ['LIVING', 'DECEASED', 'MISSING']),
    {
      name: 'identityDocuments',
      type: 'array',
      admin: rowLabel('documentType', 'documentSubtype'),
      fields: [
        openSelect('documentType', ['DRIVERS_LICENCE', 'PASSPORT', 'MEDICARE']),
        { name: 'documentSubtype', type: 'text' },
        { name: 'documentNumber', type: 'text' },
        day('expiryDate'),
        { name: 'stateOfIssue', type: 'text' },
        { name: 'countryOfIssue', type: 'text' },
        { name: 'additionalInfo', type: 'text' },
      ],
    },
    { name: 'applications', type: 'relationship', relationTo: 'applications', hasMany: true },
    { name: 'conversations', type: 'relationship', relationTo: 'conversations', hasMany: true },
    { name: 'updatedAt', type: 'date', admin: { date: { pickerAppearance: 'dayAndTime' } } },
    version,
    revision,
    search,
  ],
})
