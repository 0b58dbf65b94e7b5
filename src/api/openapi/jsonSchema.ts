import { z } from 'zod'

/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 and AsyncAPI 3.0 hold it. */
export interface JsonSchema {
  [keyword: string]: unknown
}

/** What somebody sends: the side before a transform, with what may be left out. */
export const toInputSchema = (schema: z.ZodType): JsonSchema => toSchema(schema, 'input')

/** What the product answers. */
export const toAnswerSchema = (schema: z.ZodType): JsonSchema => toSchema(schema, 'output')

const toSchema = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
  // A rule that no JSON Schema can say is described by `meta` beside it.
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}
