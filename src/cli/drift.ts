import type { Drift } from '@/projector/verify'

/** A document that is not what the ledger says, in one line for each field. */
export const describeDrift = ({ collection, differences, id }: Drift): string[] =>
  differences.map(
    ({ expected, path, stored }) =>
      `${collection}/${id}${path && ` ${path}`}: stored ${showValue(stored)}, the ledger says ${showValue(expected)}`,
  )

/** Any value in one bounded line. */
export const showValue = (value: unknown): string =>
  value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 500)
