import type { Difference } from '@/projections/canonical'

/** A document that is not what the ledger says. */
export interface Drift {
  collection: string
  id: string
  differences: Difference[]
}
