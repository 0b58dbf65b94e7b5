import type { Parameter } from './operation'

const inQuery = (
  name: string,
  description: string,
  schema: Parameter['schema'],
  rest: Partial<Parameter> = {},
): Parameter => ({ in: 'query', name, required: false, description, schema, ...rest })

/** How deep related documents are put in place of their ids. */
export const depth = inQuery('depth', 'How deep related documents take the place of their ids.', {
  ...{ type: 'integer', minimum: 0, maximum: 3, default: 1 },
})

/** Which documents are meant. */
export const where = inQuery(
  'where',
  'Which documents: `where[field][operator]=value`, with `equals`, `not_equals`, `in`, `not_in`, `exists`, `greater_than`, `greater_than_equal`, `less_than`, `less_than_equal`, `like`, `contains`, and `and` or `or` over several.',
  { type: 'object', additionalProperties: true },
  { style: 'deepObject', explode: true },
)

/** What a list may be asked. */
export const listParameters: Parameter[] = [
  inQuery('limit', 'Documents on one page; 0 means as many as one page may have.', {
    ...{ type: 'integer', minimum: 0, default: 10 },
  }),
  inQuery('page', 'Which page, from 1.', { type: 'integer', minimum: 1, default: 1 }),
  inQuery('pagination', '`false` spares the counting of all that match.', {
    ...{ type: 'boolean', default: true },
  }),
  inQuery('sort', 'Names of fields, separated by commas; a minus before one sorts downwards.', {
    type: 'string',
  }),
  depth,
  where,
]
