import type { CollectionBeforeOperationHook, Payload, Where } from 'payload'

/** What a list's search box means, as a filter that indexes serve. */
export type ToFilter = (text: string, payload: Payload) => Promise<Where> | Where

/**
 * Turns `search like …` (the list's search box, see `fields/search`) into a filter that indexes
 * serve. Payload's own search is an unanchored regular expression: it reads the whole collection.
 */
export const searchByIndex =
  (toFilter: ToFilter): CollectionBeforeOperationHook =>
  async ({ args, req }) => {
    if (!('where' in args) || !isObject(args.where)) return args
    return {
      ...args,
      where: await replaceSearch(args.where, (text) => toFilter(text, req.payload)),
    }
  }

type Replace = (text: string) => Promise<Where> | Where

const replaceSearch = async (where: Where, replace: Replace): Promise<Where> => {
  const replaced: Where = {}
  let found: Where | undefined
  for (const [key, value] of Object.entries(where)) {
    if (/^(and|or)$/i.test(key) && Array.isArray(value))
      replaced[key] = await replaceAll(value, replace)
    else if (key === 'search') found = await replace(toText(value))
    else replaced[key] = value
  }
  if (!found) return replaced
  return Object.keys(replaced).length === 0 ? found : { and: [replaced, found] }
}

const replaceAll = async (list: Where[], replace: Replace): Promise<Where[]> => {
  const replaced: Where[] = []
  for (const item of list) replaced.push(isObject(item) ? await replaceSearch(item, replace) : item)
  return replaced
}

const toText = (constraint: unknown): string => {
  const [text] = isObject(constraint) ? Object.values(constraint as object) : []
  return typeof text === 'string' ? text.slice(0, 1_000) : ''
}

const isObject = (value: unknown): value is Where =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
