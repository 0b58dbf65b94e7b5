import type { GroupField } from 'payload'

import { group } from './group'

/** A postal address. */
export const address = (name: string): GroupField =>
  group(name, [
    { name: 'street', type: 'text' },
    { name: 'city', type: 'text' },
    { name: 'state', type: 'text' },
    { name: 'postcode', type: 'text' },
    { name: 'country', type: 'text' },
  ])
