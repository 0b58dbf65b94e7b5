/** Where a fold reads and writes its documents: the live read models, or those built beside them. */
export interface FoldTarget {
  /** The collection that holds a read model's documents. */
  collectionName: (projectionName: string) => string
  /** Every document that is written gets a revision above it. */
  revisionBase: number
}

/** The read models that everybody reads. */
export const liveTarget: FoldTarget = { collectionName: (name) => name, revisionBase: 0 }
