import type { Endpoint, SanitizedCollectionConfig } from 'payload'

import { staff } from './callers'
import type { CollectionContext } from './collectionContext'
import { keyOf, sketchOperations } from './collectionOperations'
import type { Described, DocumentSchemas } from './documents'
import { inPath, type Operation } from './operation'

/** The endpoints of one collection, and what can be asked of them. */
export interface CollectionOperations {
  operations: Operation[]
  /** Endpoints of a plugin's, of which nothing is known but that they are there. */
  unknown: Operation[]
}

/**
 * Everything that can be asked of a collection's documents: of the endpoints that it really has,
 * those that somebody may use.
 * @param known paths, with methods, that are described elsewhere
 */
export const describeCollection = async (
  config: SanitizedCollectionConfig,
  schemas: DocumentSchemas,
  payload: Described,
  known: ReadonlySet<string>,
): Promise<CollectionOperations> => {
  const tag = toHeading(config.slug)
  const context: CollectionContext = {
    ...{ config, schemas, tag, plural: toPascal(config.slug) },
    document: { $ref: `#/components/schemas/${schemas.name}` },
  }
  const sketches = await sketchOperations(context, payload)
  const found: CollectionOperations = { operations: [], unknown: [] }
  const endpoints = config.endpoints || []
  for (const [index, endpoint] of endpoints.entries()) {
    if (endpoints.slice(0, index).some((earlier) => hides(earlier, endpoint))) continue
    const path = `/api/${config.slug}${toTemplate(endpoint.path)}`
    if (known.has(`${endpoint.method} ${path}`)) continue
    const sketch = sketches.get(keyOf(endpoint))
    if (sketch)
      found.operations.push({
        ...sketch,
        method: endpoint.method as Operation['method'],
        path,
        tag,
      })
    else if (!payloadEndpoints.has(keyOf(endpoint)))
      found.unknown.push(toUnknown(endpoint, path, tag))
  }
  return found
}

/** A path of Payload's as OpenAPI writes it. A part that may be left out is described as given. */
export const toTemplate = (path: string): string =>
  path === '/' ? '' : path.replace(/:([^/?]+)\??/g, '{$1}')

/** Whether whatever reaches an endpoint is taken by one before it. */
const hides = (earlier: Endpoint, later: Endpoint): boolean => {
  const [parts, others] = [earlier.path.split('/'), later.path.split('/')]
  return (
    earlier.method === later.method &&
    parts.length === others.length &&
    parts.every(
      (part, index) => part === others[index] || (/^:[^?]+$/.test(part) && others[index] !== ''),
    )
  )
}

/** Payload's own endpoints: one without a sketch is open to nobody, or leads nowhere here. */
const payloadEndpoints = new Set([
  ...['get /', 'get /count', 'get /:id', 'post /', 'patch /', 'patch /:id', 'delete /'],
  ...['delete /:id', 'post /access/:id?', 'post /:id/duplicate'],
  ...['get /versions', 'get /versions/:id', 'post /versions/:id'],
  ...['get /paste-url/:id?', 'get /file/:filename'],
  ...['post /forgot-password', 'get /init', 'post /login', 'post /logout', 'get /me'],
  ...['post /refresh-token', 'post /first-register', 'post /reset-password', 'post /unlock'],
  ...['post /verify/:id', 'post /:id/api-key/reveal'],
])

/** An endpoint of which nothing is known but that it is there. */
export const toUnknown = (
  { method, path: given }: Endpoint,
  path: string,
  tag: string,
): Operation => ({
  ...{ method: method as Operation['method'], path, tag },
  id: `${method}${toPascal(path.replace(/[{}]/g, '').slice('/api/'.length))}`,
  summary: `${method.toUpperCase()} ${given}`,
  description: 'An endpoint of a plugin.',
  callers: staff,
  parameters: [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => inPath(name!, '')),
  answers: { 200: { description: 'What the plugin answers.' } },
  failures: [400, 404],
})

const toPascal = (slug: string): string =>
  slug.replace(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9]?)/g, (_, letter: string) => letter.toUpperCase())

const toHeading = (slug: string): string => {
  const words = slug.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
