import { failureAnswer } from '../errors'
import { staff, securitySchemes } from './callers'
import { permissions } from './collectionAnswers'
import { describeCollection, toTemplate, toUnknown } from './collections'
import { describeDocuments, type Described } from './documents'
import { toAnswerSchema, type JsonSchema } from './jsonSchema'
import type { Operation } from './operation'
import { customOperations } from './operations'
import { failureComponent, toOperationObject } from './toOperationObject'

/** What `GET /api/openapi.json` answers. */
export interface OpenApiDocument {
  openapi: '3.1.0'
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  tags: { name: string }[]
  paths: Record<string, Record<string, JsonSchema>>
  components: { schemas: Record<string, JsonSchema>; securitySchemes: JsonSchema }
}

const description = `Everything that can be asked over HTTP. Staff show a session, a token or an API key; customers show a token of theirs, and portal servers a key. Every failure answers \`{"errors":[{"message","code"}]}\`: programs go by the code. Events and live frames are described by \`/api/asyncapi.json\`.`

/** Describes the collections of this configuration and every route of the product's own. */
export const describeApi = async (payload: Described): Promise<OpenApiDocument> => {
  const documents = await describeDocuments(payload)
  const known = new Set(customOperations.map(toKey))
  const collections = await Promise.all(
    Object.values(payload.collections).map(({ config }) =>
      describeCollection(config, documents.get(config.slug)!, payload, known),
    ),
  )
  const operations = [
    ...customOperations,
    access,
    ...payload.config.endpoints.flatMap((endpoint) => {
      const path = `/api${toTemplate(endpoint.path)}`
      const isKnown = known.has(`${endpoint.method} ${path}`) || ofPayload.has(endpoint.path)
      return isKnown ? [] : toUnknown(endpoint, path, 'Operations')
    }),
    ...collections.flatMap(({ operations, unknown }) => [...operations, ...unknown]),
  ]
  const paths: OpenApiDocument['paths'] = {}
  for (const operation of operations)
    (paths[operation.path] ??= {})[operation.method] = toOperationObject(operation)
  const schemas: Record<string, JsonSchema> = {
    [failureComponent]: toAnswerSchema(failureAnswer),
    ...Object.fromEntries([...documents.values()].map(({ name, read }) => [name, read])),
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Billie Realtime Supervisor Dashboard', version: '1', description },
    servers: [{ url: '/' }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: { schemas: onlyReferenced(schemas, paths), securitySchemes },
  }
}

/** Payload's own question at the root. */
const access: Operation = {
  ...{ method: 'get', path: '/api/access', id: 'readAccess', tag: 'Operations' },
  summary: 'What the caller may do, collection by collection',
  callers: ['anyone', ...staff],
  answers: { 200: permissions },
}

/** Payload's own endpoints at the root; pictures for previews of links are turned off. */
const ofPayload = new Set(['/access', '/og'])

const toKey = ({ method, path }: Operation): string => `${method} ${path}`

/** Leaves out the documents that no operation speaks of. */
const onlyReferenced = (
  schemas: Record<string, JsonSchema>,
  paths: JsonSchema,
): Record<string, JsonSchema> => {
  const kept: Record<string, JsonSchema> = {}
  const visit = (value: unknown): void => {
    for (const [, name] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      const schema = schemas[name!]
      if (!schema || kept[name!]) continue
      kept[name!] = schema
      visit(schema)
    }
  }
  visit(paths)
  return kept
}
