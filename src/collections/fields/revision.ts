import type { NumberField } from 'payload'

/** Grows with every write; screens keep the document with the greater one. */
export const revision: NumberField = {
  name: 'revision',
  type: 'number',
  admin: { hidden: true, disableListColumn: true, disableListFilter: true },
}

/** How many events the document holds (spec: links). */
export const version: NumberField = {
  name: 'version',
  type: 'number',
  admin: { position: 'sidebar' },
}
