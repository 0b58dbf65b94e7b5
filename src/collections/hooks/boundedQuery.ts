import { APIError, type CollectionBeforeOperationHook, type FlattenedField } from 'payload'

/** What one question may name; a screen of the admin panel asks for far less. */
const maximumConditions = 100
const maximumDepth = 8
const maximumValues = 1_000
const maximumCharacters = 2_000
const maximumSorts = 5

/** Their values may be one text that commas separate. */
const ofLists = new Set(['in', 'not_in', 'all'])

/** Nothing here lies on a map, and MongoDB fails where something else is asked for a place. */
const ofPlaces = new Set(['near', 'within', 'intersects'])

/**
 * Bounds what a reader's question may name, over REST and GraphQL alike, and lets it sort only by
 * fields that they can see: an order tells the values that it is made of. Code of our own that
 * passes `overrideAccess` is left alone.
 */
export const boundedQuery: CollectionBeforeOperationHook = ({ args, collection }) => {
  const { overrideAccess, sort, where } = args as {
    overrideAccess?: boolean
    sort?: unknown
    where?: unknown
  }
  if (overrideAccess === true) return args
  if (where) measure(where, { conditions: 0, values: 0 }, 1)
  if (where) checkTexts(where, collection.flattenedFields)
  if (sort === undefined) return args
  const asked = toPaths(sort)
  if (asked.length > maximumSorts) throw tooMuch()
  const paths = asked.filter((path) => !isTimeOfNone(collection.flattenedFields, path))
  for (const path of paths)
    if (!isVisible(collection.flattenedFields, path.replace(/^-/, '').split(/\.|__/)))
      throw invalid(`There is nothing to sort by: ${path.slice(0, 100)}`)
  return { ...args, sort: paths.length > 0 ? paths : undefined }
}

/**
 * Payload's programs sort by these times without looking: where documents have none, their own
 * order is the answer.
 */
const isTimeOfNone = (fields: readonly FlattenedField[], path: string): boolean =>
  /^-?(createdAt|updatedAt)$/.test(path) &&
  !fields.some(({ name }) => name === path.replace(/^-/, ''))

const measure = (
  where: unknown,
  total: { conditions: number; values: number },
  depth: number,
): void => {
  if (depth > maximumDepth) throw tooMuch()
  if (typeof where === 'string' && where.length > maximumCharacters) throw tooMuch()
  if (typeof where !== 'object' || where === null) {
    total.values += 1
    if (total.values > maximumValues) throw tooMuch()
    return
  }
  const isList = Array.isArray(where)
  for (const [name, part] of Object.entries(where)) {
    if (ofPlaces.has(name)) throw invalid(`There are no places to compare: ${name}`)
    if (!isList) total.conditions += 1
    if (total.conditions > 2 * maximumConditions) throw tooMuch()
    const isCommaList = ofLists.has(name) && typeof part === 'string'
    // The parts of a list stand as deep as the list does.
    measure(isCommaList ? part.split(',') : part, total, isList ? depth : depth + 1)
  }
}

const toPaths = (sort: unknown): string[] =>
  (Array.isArray(sort) ? sort : typeof sort === 'string' ? sort.split(',') : [])
    .map((path) => String(path).trim())
    .filter((path) => path !== '')

const isVisible = (fields: readonly FlattenedField[], path: string[]): boolean => {
  const [name] = path
  if (name === 'id' || name === '_id') return path.length === 1
  const field = fieldAt(fields, path)
  return field !== undefined && !('virtual' in field && field.virtual === true)
}

/** The field that a path names, where nothing on the way is hidden or somebody else's document. */
const fieldAt = (
  fields: readonly FlattenedField[],
  [name, ...rest]: string[],
): FlattenedField | undefined => {
  const field = fields.find((each) => each.name === name)
  if (!field || ('hidden' in field && field.hidden)) return undefined
  if (rest.length === 0) return field
  return 'flattenedFields' in field ? fieldAt(field.flattenedFields, rest) : undefined
}

const textOperators = ['contains', 'like', 'not_like']

/** Payload fails where it is asked for a part of the text of a day, or for many parts of an id. */
const checkTexts = (where: unknown, fields: readonly FlattenedField[]): void => {
  if (typeof where !== 'object' || where === null) return
  for (const [name, part] of Object.entries(where)) {
    if (/^(and|or)$/i.test(name)) {
      for (const each of Array.isArray(part) ? part : []) checkTexts(each, fields)
      continue
    }
    if (typeof part !== 'object' || part === null) continue
    const texts = Object.entries(part).filter(([operator]) => textOperators.includes(operator))
    const isDay = fieldAt(fields, name.split(/\.|__/))?.type === 'date'
    if (isDay && texts.length > 0) throw invalid(`A day is no text: ${name}`)
    if (/^_?id$/.test(name) && texts.some(([, text]) => String(text).includes(',')))
      throw invalid('An id holds no comma.')
  }
}

const invalid = (message: string): APIError => new APIError(message, 400, null, true)

const tooMuch = (): APIError => invalid('The query asks for too much at once.')
