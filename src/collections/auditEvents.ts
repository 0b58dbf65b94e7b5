import { isAdmin } from './access/isAdmin'
import { roleOf } from './access/role'
import { readOnlyJson } from './fields/readOnly'
import { exactSearch } from './fields/search'
import { searchByIndex } from './hooks/searchByIndex'
import { byExactValue } from './hooks/searchFilters'
import { writtenByLedger } from './writtenByLedger'

const nobodyElse = writtenByLedger({
  slug: 'audit-events',
  labels: { singular: 'Audit event', plural: 'Audit trail' },
  admin: {
    group: 'Operations',
    useAsTitle: 'action',
    defaultColumns: ['at', 'actor', 'action', 'subject'],
    listSearchableFields: ['search'],
    hidden: ({ user }) => roleOf(user) !== 'admin',
  },
  defaultSort: '-at',
  maximumPageSize: 100,
  hooks: { beforeOperation: [searchByIndex(byExactValue(['subject', 'actor', 'action']))] },
  fields: [
    { name: 'at', type: 'date', admin: { date: { pickerAppearance: 'dayAndTime' } } },
    { name: 'actor', type: 'text' },
    { name: 'action', type: 'text' },
    { name: 'subject', type: 'text' },
    { name: 'details', type: 'json', admin: { disableListFilter: true, ...readOnlyJson } },
    exactSearch,
  ],
})

/**
 * Who operated what, and when. Admins read it; it is only ever appended to, by `ops/audit`, with
 * the action that it tells of.
 */
export const AuditEvents: typeof nobodyElse = {
  ...nobodyElse,
  access: { ...nobodyElse.access, read: isAdmin },
}
