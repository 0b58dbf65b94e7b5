import type { ProjectedDocument } from './documents'

/** One field in which a stored document is not what the ledger says. */
export interface Difference {
  /** Path of the field, e.g. `assessments.identityRisk.score`. */
  path: string
  stored: unknown
  expected: unknown
}

/**
 * The part of a document that the ledger determines. Left out: the revision (it counts writes) and
 * what the projector remembers only to save work, the settled links of a conversation and, as long
 * as an application was named with one customer only, when that was last.
 */
export const toCanonical = (document: ProjectedDocument): Record<string, unknown> => {
  const {
    ledger,
    revision: _revision,
    ...fields
  } = document as ProjectedDocument & {
    ledger?: Record<string, unknown>
  }
  const { claims, settled: _settled, ...rest } = ledger ?? {}
  return {
    ...fields,
    ledger: {
      ...rest,
      ...(Array.isArray(claims) && {
        claims: claims.length > 1 ? claims : claims.map(({ last: _last, ...claim }) => claim),
      }),
    },
  }
}

/** Every field in which two documents differ; a missing one differs as a whole. */
export const differences = (
  stored: ProjectedDocument | undefined,
  expected: ProjectedDocument | undefined,
): Difference[] => {
  if (!stored || !expected)
    return stored === expected
      ? []
      : [
          {
            path: '',
            stored: stored && toCanonical(stored),
            expected: expected && toCanonical(expected),
          },
        ]
  return compare('', toCanonical(stored), toCanonical(expected))
}

const compare = (path: string, stored: unknown, expected: unknown): Difference[] => {
  if (isSame(stored, expected)) return []
  if (!isBranch(stored) || !isBranch(expected) || Array.isArray(stored) !== Array.isArray(expected))
    return [{ path, stored, expected }]
  const keys = new Set([...Object.keys(stored), ...Object.keys(expected)])
  return [...keys].flatMap((key) =>
    compare(path === '' ? key : `${path}.${key}`, own(stored, key), own(expected, key)),
  )
}

/** The database keeps no `undefined`: a field that is not there and one without a value are the same. */
const isSame = (left: unknown, right: unknown): boolean =>
  Object.is(left, right) ||
  (left instanceof Date && right instanceof Date && left.getTime() === right.getTime())

const isBranch = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !(value instanceof Date)

const own = (branch: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(branch, key) ? branch[key] : undefined
