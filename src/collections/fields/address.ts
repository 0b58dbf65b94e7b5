import type { GroupField } from 'payload'

/** A postal address. */
export const address = (name: string): GroupField => ({
  name,
  type: 'group',
  fields: [
    { name: 'street', type: 'text' },
    { name: 'city', type: 'text' },
    { name: 'state', type: 'text' },
    { name: 'postcode', type: 'text' },
    { name: 'country', type: 'text' },
  ],
})
