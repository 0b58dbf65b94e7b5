import type { JSONField } from 'payload'

import { fromStoredJson } from '@/ledger/json'

import { readOnlyJson } from './readOnly'

/** JSON of unknown shape, stored by `toStoredJson` and read back exactly as it came. */
export const storedJson = (name: string, options: Partial<JSONField> = {}): JSONField => ({
  ...options,
  name,
  type: 'json',
  admin: { ...options.admin, ...readOnlyJson },
  hooks: { afterRead: [({ value }) => fromStoredJson(value)] },
})
