import { createHash } from 'node:crypto'

import type { Difference } from '@/projections/canonical'
import type { Drift } from '@/projector/verify'

const maximumDifferences = 20
const maximumValueLength = 200

/** A drift for the audit trail: the fields, what is stored and what the ledger says; bounded. */
export const toAuditDetails = ({ differences }: Drift): Record<string, unknown> => ({
  count: differences.length,
  differences: differences.slice(0, maximumDifferences).map(({ expected, path, stored }) => ({
    path: shorten(path === '' ? '(the whole document)' : path),
    stored: toText(stored),
    expected: toText(expected),
  })),
})

/** The fields of a drift, sorted; at most as many as are told. */
export const pathsOf = (differences: readonly Difference[]): string[] =>
  differences
    .slice(0, maximumDifferences)
    .map(({ path }) => shorten(path))
    .sort()

/**
 * The fields of a drift by their first names, which the product chose; what follows them may be a
 * producer's words. For logs.
 */
export const fieldsOf = (differences: readonly Difference[]): string[] =>
  [...new Set(differences.map(({ path }) => path.split('.')[0]!))].slice(0, maximumDifferences)

/** The same for the same differences; holds no value. */
export const fingerprintOf = (differences: readonly Difference[]): string =>
  createHash('sha256').update(JSON.stringify(differences)).digest('base64url')

/** A value as one bounded line of JSON; nothing where there is none. */
const toText = (value: unknown): string | undefined =>
  value === undefined ? undefined : shorten(JSON.stringify(value))

const shorten = (text: string): string =>
  text.length <= maximumValueLength ? text : `${text.slice(0, maximumValueLength)}…`
