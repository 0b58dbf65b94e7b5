import type { AnalyticsName } from '@/projections/analytics'

import type { DocumentFailed } from './failedDocument'
import type { SkippedDocument } from './state'

/** More of them are no single document's fault: counting stops and says so. */
const maximumSkipped = 100
const firstRetryMs = 60_000
const maximumRetryMs = 60 * 60_000

/**
 * The documents that are left as they are, and one more of them.
 * @throws what made it fail, where too many are left alone already
 */
export const leaveAlone = (
  skipped: readonly SkippedDocument[],
  failed: DocumentFailed,
): SkippedDocument[] => {
  if (skipped.length >= maximumSkipped) throw failed
  const { cause, collection, id } = failed
  return [...skipped, { collection, id, reason: nameOf(cause), tries: 1, retryAt: retryAfter(1) }]
}

/** When a document is tried again that failed so many times. */
export const retryAfter = (tries: number, now = new Date()): Date =>
  new Date(now.getTime() + Math.min(maximumRetryMs, firstRetryMs * 2 ** Math.min(tries - 1, 10)))

/** The documents that are left as they are, as `collection/id`. */
export const toSkippedSet = (skipped: readonly SkippedDocument[]): ReadonlySet<string> =>
  new Set(skipped.map(({ collection, id }) => `${collection}/${id}`))

/** Those of some documents that are not left as they are. */
export const withoutSkipped = (
  skipped: ReadonlySet<string> | undefined,
  collection: AnalyticsName,
  ids: Iterable<string>,
): string[] => [...ids].filter((id) => !skipped?.has(`${collection}/${id}`))

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown')
