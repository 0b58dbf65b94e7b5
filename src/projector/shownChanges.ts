import { fromStoredJson } from '@/ledger/json'
import type { Difference } from '@/projections/canonical'

import type { DocumentChange } from './retryParked'

/** How one document changes, in the words of its fields; what is only ours is left out. */
export interface ShownChange {
  collection: string
  id: string
  /** The document does not exist before. */
  isNew: boolean
  fields: { path: string; before: unknown; after: unknown }[]
}

/**
 * What people are shown of a change. The projector's own notes and the search words never leave
 * the server; a new document is told field by field.
 */
export const toShownChanges = (changes: readonly DocumentChange[]): ShownChange[] =>
  changes.map(({ collection, differences, id }) => ({
    collection,
    id,
    isNew: differences.some(({ path, stored }) => path === '' && stored === undefined),
    fields: differences
      .flatMap(toFields)
      .filter(({ path }) => !internal.has(path.split('.')[0]!))
      .map(({ expected, path, stored }) => ({
        path,
        before: restore(path, stored),
        after: restore(path, expected),
      })),
  }))

const internal = new Set(['_id', 'ledger', 'searchTerms'])

/** A whole document as its fields. */
const toFields = (difference: Difference): Difference[] => {
  const { expected, path, stored } = difference
  if (path !== '') return [difference]
  const before = (stored ?? {}) as Record<string, unknown>
  const after = (expected ?? {}) as Record<string, unknown>
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].map((name) => ({
    path: name,
    stored: before[name],
    expected: after[name],
  }))
}

const restore = (path: string, value: unknown): unknown =>
  /^assessments\.[^.]+$/.test(path) ? fromStoredJson(value) : value
