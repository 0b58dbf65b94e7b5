import type { OpenApiDocument } from '@/api/openapi/document'

import type { Scene } from './scene'

/**
 * The document as it is, with parts of paths that exist beside those that are made up: what is
 * found answers more than what is not.
 */
export const withRealIds = async (
  document: OpenApiDocument,
  { customerId, get }: Pick<Scene, 'customerId' | 'get'>,
): Promise<OpenApiDocument> => {
  const known: Record<string, string[]> = {
    customerId: [customerId],
    applicationId: ['app_123'],
  }
  const idsOf = async (collection: string): Promise<string[]> => {
    // The one who asks stays: everything else may be changed or deleted.
    const own = collection === 'users' ? '&where[email][not_equals]=contract@billie.local' : ''
    const { docs } = await get(`/api/${collection}?limit=3&depth=0${own}`)
    return (docs as { id: string }[]).map(({ id }) => String(id))
  }
  const collections = new Set(Object.keys(document.paths).flatMap(toCollection))
  const ids = new Map<string, string[]>()
  for (const collection of collections) ids.set(collection, await idsOf(collection))
  const paths = Object.entries(document.paths).map(([path, item]) => {
    const [collection = ''] = toCollection(path)
    const real = { ...known, id: ids.get(collection) ?? [] }
    return [path, Object.fromEntries(Object.entries(item).map(([method, operation]) => [method, withIds(operation, real)]))] // prettier-ignore
  })
  return { ...document, paths: Object.fromEntries(paths) as OpenApiDocument['paths'] }
}

const toCollection = (path: string): string[] => {
  const found = /^\/api\/([^/]+)\/(?:access\/)?\{id\}/.exec(path)?.[1]
  return found === undefined ? [] : [found]
}

const withIds = (operation: any, real: Record<string, string[]>): object => ({
  ...operation,
  ...(operation.parameters && {
    parameters: operation.parameters.map((parameter: any) => {
      const values = parameter.in === 'path' ? (real[parameter.name] ?? []) : []
      return values.length === 0
        ? parameter
        : { ...parameter, schema: { anyOf: [{ enum: values }, parameter.schema] } }
    }),
  }),
})
