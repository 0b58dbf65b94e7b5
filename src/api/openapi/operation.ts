import type { z } from 'zod'

import type { Caller } from './callers'
import { toAnswerSchema, toInputSchema, type JsonSchema } from './jsonSchema'

/** One thing that can be asked over HTTP. */
export interface Operation {
  method: 'get' | 'post' | 'patch' | 'delete'
  /** As OpenAPI writes it: `/api/conversations/{id}/transcript`. */
  path: string
  /** Unique; what generated clients call it. */
  id: string
  /** The area that it belongs to. */
  tag: string
  summary: string
  description?: string
  callers: readonly Caller[]
  parameters?: Parameter[]
  body?: Body
  answers: Record<number, Answer>
  /** Statuses of failures beside 401 and 403, which follow from the callers, and 500. */
  failures?: readonly Failure[]
}

/** A failure that a caller may see. */
export type Failure = 400 | 401 | 403 | 404 | 406 | 409 | 413 | 415 | 423 | 429 | 503

export interface Parameter {
  in: 'path' | 'query' | 'header'
  name: string
  required: boolean
  description?: string
  schema: JsonSchema
  style?: 'deepObject'
  explode?: boolean
}

export interface Body {
  required: boolean
  /** Schemas by media type. */
  content: Record<string, JsonSchema>
}

export interface Answer {
  description: string
  content?: Record<string, JsonSchema>
  headers?: Record<string, { description: string; schema: JsonSchema }>
}

/** The parameters that a schema of a query reads. */
export const inQuery = (schema: z.ZodObject): Parameter[] => {
  const { properties = {}, required = [] } = toInputSchema(schema) as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    in: 'query',
    name,
    required: required.includes(name),
    ...(typeof description === 'string' && { description }),
    schema: rest,
  }))
}

/** A part of the path. */
export const inPath = (name: string, description: string): Parameter => ({
  in: 'path',
  name,
  required: true,
  description,
  schema: { type: 'string', minLength: 1 },
})

/** A JSON body that a schema reads. */
export const jsonBody = (schema: z.ZodType, { required = true } = {}): Body => ({
  required,
  content: { 'application/json': toInputSchema(schema) },
})

/** A JSON answer that a schema describes. */
export const jsonAnswer = (description: string, schema: z.ZodType): Answer => ({
  description,
  content: { 'application/json': toAnswerSchema(schema) },
})

/** An answer of text. */
export const textAnswer = (description: string, mediaType: string): Answer => ({
  description,
  content: { [mediaType]: { type: 'string' } },
})
