import type { CollectionBeforeOperationHook } from 'payload'

const defaultPageSize = 10
const maximumPage = 100_000

/** What documents link to may be far larger than they are: many at once bring its first level alone. */
const deepPageSize = 50

/**
 * Bounds what one list read may return. Payload reads `limit=0`, and `pagination=false` without a
 * limit, as "everything"; for people (REST, GraphQL, the admin panel) that becomes the largest
 * page. Code of our own that passes `overrideAccess` is left alone.
 */
export const boundedReads =
  ({ maximumPageSize }: { maximumPageSize: number }): CollectionBeforeOperationHook =>
  ({ args, operation }) => {
    if (operation !== 'read' || args.overrideAccess === true || 'id' in args) return args
    const limit = toPageSize(args.limit, args.pagination === false, maximumPageSize)
    return {
      ...args,
      limit,
      ...(limit > deepPageSize && { depth: Math.min(toWholeNumber(args.depth) ?? 1, 1) }),
      ...(args.page === undefined ? {} : { page: toPage(args.page) }),
    }
  }

const toPageSize = (limit: unknown, isWithoutPages: boolean, maximum: number): number => {
  if (limit === undefined || limit === null) return isWithoutPages ? maximum : defaultPageSize
  const size = toWholeNumber(limit)
  if (size === undefined || size < 0) return defaultPageSize
  return size === 0 ? maximum : Math.min(size, maximum)
}

const toPage = (page: unknown): number =>
  Math.min(Math.max(toWholeNumber(page) ?? 1, 1), maximumPage)

const toWholeNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && !Number.isNaN(value) ? Math.floor(value) : undefined
