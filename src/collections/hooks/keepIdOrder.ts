import type { CollectionBeforeOperationHook } from 'payload'

/**
 * Keeps the order of a large collection along its ids. A sort by one of `aliases` (fields that
 * grow with the id) goes along the ids in the asked direction; by anything else, newest first.
 */
export const keepIdOrder =
  ({ aliases }: { aliases: string[] }): CollectionBeforeOperationHook =>
  ({ args, operation }) => {
    if (operation !== 'read' || 'id' in args || args.overrideAccess === true) return args
    const [asked] = Array.isArray(args.sort) ? args.sort : []
    const isAscending = asked === 'id' || aliases.includes(String(asked))
    return { ...args, sort: [isAscending ? 'id' : '-id'] }
  }
