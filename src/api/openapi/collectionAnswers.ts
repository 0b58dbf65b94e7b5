import type { JsonSchema } from './jsonSchema'
import type { Answer } from './operation'

const text: JsonSchema = { type: 'string' }
const count: JsonSchema = { type: 'integer', minimum: 0 }
const page: JsonSchema = { type: ['integer', 'null'] }

/** An object with these properties; those of `optional` may be missing. */
export const object = (
  properties: Record<string, JsonSchema>,
  optional: readonly string[] = [],
): JsonSchema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
})

/** A JSON answer of this schema. */
export const answer = (description: string, schema: JsonSchema): Answer => ({
  description,
  content: { 'application/json': schema },
})

/** A sentence. */
export const message = (description: string): Answer =>
  answer(description, object({ message: text }))

/** How many documents match. */
export const countAnswer = answer('How many documents match.', object({ totalDocs: count }))

/** One page of documents. */
export const listOf = (document: JsonSchema): Answer => {
  const places = {
    ...{ limit: count, totalPages: count, page, pagingCounter: page },
    ...{ hasPrevPage: { type: 'boolean' }, hasNextPage: { type: 'boolean' } },
    ...{ prevPage: page, nextPage: page },
  }
  const schema = object(
    { docs: { type: 'array', items: document }, totalDocs: count, ...places },
    Object.keys(places),
  )
  return answer('One page of documents.', schema)
}

/** What a document is after an operation on it. */
export const changed = (document: JsonSchema): Answer =>
  answer('The document, and a sentence.', object({ doc: document, message: text }))

const failedDocument: JsonSchema = {
  type: 'object',
  properties: { id: text, message: text, code: text },
  required: ['message'],
}

/** What several documents are after an operation on them. */
export const manyChanged = (document: JsonSchema): Answer =>
  answer(
    'The documents.',
    object({
      docs: { type: 'array', items: document },
      errors: { type: 'array', items: failedDocument },
      message: text,
    }),
  )

/** What the caller may do with a document, field by field. */
export const permissions = answer('What the caller may do, field by field.', { type: 'object' })
