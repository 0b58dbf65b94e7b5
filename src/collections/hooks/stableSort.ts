import type { CollectionBeforeOperationHook } from 'payload'

/**
 * Lets one index serve both directions of a sort. Payload breaks ties by `-id` whatever the
 * direction is, which no index on (field, id) can serve when the field ascends; here ties break
 * in the field's own direction.
 */
export const stableSort: CollectionBeforeOperationHook = ({ args, collection, operation }) => {
  if (operation !== 'read' || 'id' in args) return args
  const asked = toPaths(args.sort)
  const paths = asked.length > 0 ? asked : toPaths(collection.defaultSort)
  const [only] = paths
  if (paths.length !== 1 || only === undefined || /^-?id$/.test(only)) return args
  return { ...args, sort: [only, only.startsWith('-') ? '-id' : 'id'] }
}

const toPaths = (sort: unknown): string[] =>
  (Array.isArray(sort) ? sort : typeof sort === 'string' ? sort.split(',') : [])
    .filter((path): path is string => typeof path === 'string')
    .map((path) => path.trim())
    .filter((path) => path !== '')
