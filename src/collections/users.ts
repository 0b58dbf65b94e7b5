import type { CollectionConfig } from 'payload'

import { usesHttps } from '@/config/origin'

import { adminButNotSelf } from './access/adminButNotSelf'
import { adminOrSelf } from './access/adminOrSelf'
import { isAdmin } from './access/isAdmin'
import { isStaff } from './access/isStaff'
import { nobody } from './access/nobody'
import { roles } from './access/role'
import {
  announceChange,
  announceDelete,
  announceLogin,
  announceLogout,
} from './hooks/announceSession'
import {
  auditChangedAccount,
  auditDeletedAccount,
  auditForgottenPassword,
  auditNewAccount,
} from './hooks/auditAccounts'
import { auditKeyChange, auditKeyOfDeleted, auditKeyOfNew } from './hooks/auditKeys'
import { auditUnlock, beginUnlock } from './hooks/auditUnlock'
import { boundedReads } from './hooks/boundedReads'
import { checkCredentials } from './hooks/checkCredentials'
import { firstUserIsAdmin } from './hooks/firstUserIsAdmin'
import { keepLastAdmin, keepLastAdminRole } from './hooks/lastAdmin'
import { supervisorByDefault } from './hooks/supervisorByDefault'

/**
 * Staff. Admins manage users; everyone reads and edits themself, but not their own role. The
 * last admin can neither be deleted nor demoted. An API key has the rights of its user: it is made
 * and taken back by the user or an admin, read by nobody. Keys, new, deleted and unlocked accounts
 * and changes of what opens doors are kept in the trail.
 */
export const Users: CollectionConfig = {
  slug: 'users',
  labels: { singular: 'User', plural: 'Users' },
  admin: {
    group: 'Administration',
    useAsTitle: 'email',
    defaultColumns: ['email', 'firstName', 'lastName', 'role'],
  },
  defaultSort: 'email',
  auth: {
    useAPIKey: true,
    maxLoginAttempts: 5,
    lockTime: 10 * 60 * 1000,
    tokenExpiration: 8 * 60 * 60,
    cookies: { sameSite: 'Lax', secure: usesHttps() },
  },
  access: {
    admin: isStaff,
    create: isAdmin,
    read: adminOrSelf,
    readVersions: nobody,
    update: adminOrSelf,
    delete: isAdmin,
    unlock: isAdmin,
  },
  hooks: {
    beforeOperation: [boundedReads({ maximumPageSize: 500 }), checkCredentials, beginUnlock],
    beforeValidate: [auditForgottenPassword],
    beforeChange: [keepLastAdminRole, auditChangedAccount, auditKeyChange],
    beforeDelete: [keepLastAdmin, auditKeyOfDeleted, auditDeletedAccount],
    afterChange: [auditNewAccount, auditKeyOfNew, announceChange],
    afterDelete: [announceDelete],
    afterOperation: [auditUnlock],
    afterLogin: [announceLogin],
    afterLogout: [announceLogout],
  },
  fields: [
    {
      name: 'role',
      type: 'select',
      options: [...roles],
      required: true,
      index: true,
      saveToJWT: true,
      access: { create: isAdmin, update: adminButNotSelf },
      hooks: { beforeValidate: [supervisorByDefault], beforeChange: [firstUserIsAdmin] },
    },
    { name: 'firstName', type: 'text' },
    { name: 'lastName', type: 'text' },
    { name: 'avatar', type: 'upload', relationTo: 'media' },
  ],
}
