import type { Bench } from './engines'
import type { Report } from './report'

/** How much a run measures. */
export interface Sizes {
  /** Events of the catch-up. */
  catchUpEvents: number
  /** Archived entries of the largest collection. */
  largestCollection: number
  /** A rough look: shorter runs, the same bounds. */
  isQuick: boolean
}

/** Some promises that are measured together. */
export interface Suite {
  name: string
  measure: (bench: Bench, sizes: Sizes) => Promise<Omit<Report, 'suite'>[]>
}
