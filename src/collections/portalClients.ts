import type { CollectionConfig } from 'payload'

import { isAdmin } from './access/isAdmin'
import { nobody } from './access/nobody'
import { announceChange, announceDelete } from './hooks/announceSession'
import { auditDeletedAccount, auditNewAccount } from './hooks/auditAccounts'
import { auditKeyChange, auditKeyOfDeleted, auditKeyOfNew } from './hooks/auditKeys'
import { boundedReads } from './hooks/boundedReads'
import { checkCredentials } from './hooks/checkCredentials'

/**
 * Servers of the customer portal. Each shows an API key and reads what customers are shown, over
 * the customer routes alone; everything else is closed to it. Admins manage them.
 */
export const PortalClients: CollectionConfig = {
  slug: 'portal-clients',
  labels: { singular: 'Portal client', plural: 'Portal clients' },
  admin: {
    group: 'Customer Portal',
    useAsTitle: 'name',
    defaultColumns: ['name', 'enableAPIKey', 'updatedAt'],
  },
  defaultSort: 'name',
  auth: { useAPIKey: true, disableLocalStrategy: true },
  access: {
    admin: nobody,
    create: isAdmin,
    read: isAdmin,
    readVersions: nobody,
    update: isAdmin,
    delete: isAdmin,
    unlock: nobody,
  },
  hooks: {
    beforeOperation: [boundedReads({ maximumPageSize: 500 }), checkCredentials],
    beforeChange: [auditKeyChange],
    beforeDelete: [auditKeyOfDeleted, auditDeletedAccount],
    afterChange: [auditNewAccount, auditKeyOfNew, announceChange],
    afterDelete: [announceDelete],
  },
  fields: [{ name: 'name', type: 'text', required: true }],
}
