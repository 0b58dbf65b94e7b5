import type { AnalyticsName } from '@/projections/analytics'

/** One document's numbers cannot be worked out; the others' can. */
export class DocumentFailed extends Error {
  override readonly name = 'DocumentFailed'
  readonly code = 'DOCUMENT_FAILED'

  constructor(
    readonly collection: AnalyticsName,
    readonly id: string,
    override readonly cause: unknown,
  ) {
    super(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/**
 * Runs what works out one document; what it throws says whose it is.
 * @throws {DocumentFailed}
 */
export const asDocument = <T>(collection: AnalyticsName, id: string, work: () => T): T => {
  try {
    return work()
  } catch (error) {
    throw new DocumentFailed(collection, id, error)
  }
}
