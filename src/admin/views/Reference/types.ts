/** A JSON Schema, as the descriptions hold it. */
export interface Schema {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  pattern?: string
  description?: string
  default?: unknown
  examples?: unknown[]
  required?: string[]
  properties?: Record<string, Schema>
  additionalProperties?: boolean | Schema
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  not?: Schema
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  contentMediaType?: string
  contentSchema?: Schema
}

/** One operation of an OpenAPI document. */
export interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  'x-callers': string[]
  parameters?: Parameter[]
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> }
  responses: Record<string, { description: string; content?: Record<string, { schema: Schema }> }>
}

export interface Parameter {
  in: 'path' | 'query' | 'header'
  name: string
  required: boolean
  description?: string
  schema: Schema
}

/** What `/api/openapi.json` answers, as far as it is shown. */
export interface ApiDocument {
  info: { title: string; version: string; description: string }
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, Schema>
    securitySchemes: Record<string, { description: string }>
  }
}

/** One message of an AsyncAPI document. */
export interface Message {
  name: string
  title: string
  summary?: string
  payload: Schema
  examples?: { payload: unknown }[]
}

/** What `/api/asyncapi.json` answers, as far as it is shown. */
export interface EventDocument {
  info: { title: string; version: string; description: string }
  channels: Record<
    string,
    { address: string; title: string; description: string; messages: Record<string, unknown> }
  >
  components: { messages: Record<string, Message> }
}

/** One entry of the list beside the page. */
export interface Entry {
  /** Of the part of the page that it leads to. */
  id: string
  label: string
  group: string
  /** A mark before the label: a method, or nothing. */
  mark?: string
  /** Words that it is found by, beside its label. */
  words: string
}
