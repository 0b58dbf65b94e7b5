import type { Field, GroupField } from 'payload'

/**
 * A group that the ledger may clear as a whole. Payload cannot read a group whose stored value is
 * null; it is read as an empty one.
 */
export const group = (name: string, fields: Field[]): GroupField => ({
  name,
  type: 'group',
  fields,
  hooks: { afterRead: [({ value }) => (value === null ? {} : value)] },
})
