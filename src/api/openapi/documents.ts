import type { FlattenedField, Payload, SanitizedCollectionConfig } from 'payload'
import { generateV31Spec } from 'payload-oapi/dist/openapi/generators.js'
import { collectionName, componentName } from 'payload-oapi/dist/openapi/naming.js'

import { callersOf } from './access'
import type { JsonSchema } from './jsonSchema'

/** The parts of Payload that descriptions are made of. */
export type Described = Pick<Payload, 'collections' | 'config' | 'globals' | 'blocks'>

/** What the documents of one collection look like. */
export interface DocumentSchemas {
  /** The name that the component has. */
  name: string
  read: JsonSchema
  create: JsonSchema
  update: JsonSchema
}

/**
 * The schemas of every collection's documents. payload-oapi makes them out of the fields; put right
 * here is what it cannot know: what only some may read or write, and lists that the ledger outgrows.
 */
export const describeDocuments = async (
  payload: Described,
): Promise<Map<string, DocumentSchemas>> => {
  const spec = await generateV31Spec(
    { payload: payload as Payload, protocol: 'http:', headers: new Headers() },
    {
      openapiVersion: '3.1',
      metadata: { title: '', version: '' },
      authEndpoint: '',
      filters: {},
      apiBasePath: null,
    },
  )
  const { requestBodies, schemas } = spec.components as {
    schemas: Record<string, JsonSchema>
    requestBodies: Record<string, { content: { 'application/json': { schema: JsonSchema } } }>
  }
  const described = await Promise.all(
    Object.values(payload.collections).map(async (collection) => {
      const name = componentName('schemas', collectionName(collection).singular)
      const bodyOf = (suffix: string): JsonSchema =>
        requestBodies[`${name}${suffix}RequestBody`]!.content['application/json'].schema
      const config = collection.config
      return [
        config.slug,
        {
          name,
          read: await toReadable(schemas[name]!, config, payload),
          create: await toWritable(bodyOf(''), config, 'create', payload),
          update: await toWritable(bodyOf('Patch'), config, 'update', payload),
        },
      ] as const
    }),
  )
  return new Map(described)
}

/** Never told, whatever the fields say. */
const secrets = ['password', 'hash', 'salt']

/** Set by the product, or by operations of their own. */
const notWritable = [...secrets, 'collection', 'sessions', 'hasAPIKey', 'resetPasswordToken']

const toReadable = async (
  schema: JsonSchema,
  config: SanitizedCollectionConfig,
  payload: Described,
): Promise<JsonSchema> => {
  const writers = await callersOf(config.access.create, payload)
  const properties = propertiesOf(schema)
  const isGuarded = (name: string): boolean => Boolean(fieldOf(config, name)?.access?.read)
  const kept = Object.entries(properties).filter(([name]) => !secrets.includes(name))
  return {
    ...schema,
    properties: Object.fromEntries(
      kept.map(([name, property]) => [
        name,
        // What events write may hold what no list of ours knows.
        writers.length === 0 ? (openLists(property) as JsonSchema) : property,
      ]),
    ),
    required: requiredOf(schema).filter((name) => !secrets.includes(name) && !isGuarded(name)),
  }
}

const toWritable = async (
  schema: JsonSchema,
  config: SanitizedCollectionConfig,
  operation: 'create' | 'update',
  payload: Described,
): Promise<JsonSchema> => {
  const isWritable = async (name: string): Promise<boolean> => {
    if (notWritable.includes(name) && !(name === 'password' && hasPassword(config))) return false
    const access = fieldOf(config, name)?.access?.[operation]
    return !access || (await callersOf(access, payload)).length > 0
  }
  const entries = Object.entries(propertiesOf(schema))
  const writable = await Promise.all(entries.map(([name]) => isWritable(name)))
  const properties = Object.fromEntries(entries.filter((_, index) => writable[index]))
  if (hasPassword(config)) properties.password = { type: 'string', minLength: 3 }
  const required = [
    ...requiredOf(schema).filter((name) => name in properties && !hasDefault(config, name)),
    ...(hasPassword(config) && operation === 'create' ? ['password'] : []),
  ]
  return { ...schema, additionalProperties: true, properties, required }
}

const hasPassword = ({ auth }: SanitizedCollectionConfig): boolean =>
  Boolean(auth) && !auth.disableLocalStrategy

const hasDefault = (config: SanitizedCollectionConfig, name: string): boolean => {
  const field = fieldOf(config, name)
  return field !== undefined && 'hooks' in field && Boolean(field.hooks?.beforeValidate?.length)
}

const fieldOf = (
  { flattenedFields }: SanitizedCollectionConfig,
  name: string,
): FlattenedField | undefined => flattenedFields.find((field) => field.name === name)

const propertiesOf = ({ properties }: JsonSchema): Record<string, JsonSchema> =>
  (properties ?? {}) as Record<string, JsonSchema>

const requiredOf = ({ required }: JsonSchema): string[] => (required ?? []) as string[]

/** A closed list of values becomes examples. */
const openLists = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(openLists)
  if (typeof value !== 'object' || value === null) return value
  const { enum: values, ...rest } = value as JsonSchema
  const opened = Object.fromEntries(
    Object.entries(rest).map(([key, item]) => [key, openLists(item)]),
  )
  return Array.isArray(values) ? { ...opened, examples: values } : opened
}
