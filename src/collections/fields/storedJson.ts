import type { JSONField } from 'payload'

import { fromStoredJson } from '@/ledger/json'

/** JSON of unknown shape, stored by `toStoredJson` and read back exactly as it came. */
export const storedJson = (name: string, options: Partial<JSONField> = {}): JSONField => ({
  ...options,
  name,
  type: 'json',
  hooks: { afterRead: [({ value }) => fromStoredJson(value)] },
})
