import type { Schema } from './types'

/** A schema in a few words: `text or null`, `list of numbers`. */
export const describeType = (schema: Schema): string => {
  const { anyOf, const: only, contentMediaType, enum: values, items, oneOf, type } = schema
  if (only !== undefined) return JSON.stringify(only)
  if (values) return values.map((value) => JSON.stringify(value)).join(' | ')
  if (schema.$ref) return nameOf(schema.$ref)
  const alternatives = anyOf ?? oneOf
  if (alternatives && !schema.properties)
    return [...new Set(alternatives.map(describeType))].join(' | ')
  if (contentMediaType === 'application/json') return 'JSON text'
  if (type === 'array') return items ? `list of ${describeType(items)}` : 'list'
  const names = (Array.isArray(type) ? type : [type]).map((each) => words[each ?? ''] ?? 'any')
  return names.join(' | ')
}

/** The rules beside the type, each in a few words. */
export const describeRules = (schema: Schema): string[] => {
  const { format, maxItems, maxLength, maximum, minItems, minLength, minimum, pattern } = schema
  return [
    ...(format ? [formats[format] ?? format] : []),
    ...(minimum !== undefined ? [`at least ${minimum}`] : []),
    ...(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER ? [`at most ${maximum}`] : []),
    ...(minLength ? [minLength === 1 ? 'not empty' : `${minLength} characters or more`] : []),
    ...(maxLength ? [`at most ${maxLength.toLocaleString('en')} characters`] : []),
    ...(minItems ? [`${minItems} or more`] : []),
    ...(maxItems ? [`at most ${maxItems}`] : []),
    ...(pattern ? [`pattern ${pattern}`] : []),
    ...(schema.default === undefined || schema.default === '' ? [] : [`else ${JSON.stringify(schema.default)}`]), // prettier-ignore
    ...(schema.examples ? [`such as ${schema.examples.map((each) => JSON.stringify(each)).join(', ')}`] : []), // prettier-ignore
  ]
}

/** The name behind a reference to a component. */
export const nameOf = (reference: string): string => reference.split('/').at(-1) ?? reference

const words: Record<string, string> = {
  array: 'list',
  boolean: 'true | false',
  integer: 'whole number',
  null: 'null',
  number: 'number',
  object: 'object',
  string: 'text',
}

const formats: Record<string, string> = {
  binary: 'the file’s bytes',
  date: 'a day such as 2026-03-31',
  'date-time': 'ISO 8601 time',
  email: 'e-mail address',
}
