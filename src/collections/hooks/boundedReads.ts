import type { CollectionBeforeOperationHook } from 'payload'

const defaultPageSize = 10
const maximumPage = 100_000

/**
 * Bounds what one list read may return. Payload reads `limit=0`, and `pagination=false` without a
 * limit, as "everything"; for people (REST, GraphQL, the admin panel) that becomes the largest
 * page. Code of our own that passes `overrideAccess` is left alone.
 */
export const boundedReads =
  ({ maximumPageSize }: { maximumPageSize: number }): CollectionBeforeOperationHook =>
  ({ args, operation }) => {
    if (operation !== 'read' || args.overrideAccess === true || 'id' in args) return args
    return {
      ...args,
      limit: toPageSize(args.limit, args.pagination === false, maximumPageSize),
      ...(args.page === undefined ? {} : { page: toWholeNumber(args.page, 1, maximumPage, 1) }),
    }
  }

const toPageSize = (limit: unknown, isWithoutPages: boolean, maximum: number): number => {
  if (limit === undefined || limit === null) return isWithoutPages ? maximum : defaultPageSize
  const size = toWholeNumber(limit, 0, maximum, defaultPageSize)
  return size === 0 ? maximum : size
}

const toWholeNumber = (
  value: unknown,
  minimum: number,
  maximum: number,
  fallback: number,
): number => {
  const number = typeof value === 'number' ? Math.floor(value) : Number.NaN
  if (Number.isNaN(number)) return fallback
  return Math.min(maximum, Math.max(minimum, number))
}
