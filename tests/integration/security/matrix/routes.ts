import type { Endpoint, SanitizedConfig } from 'payload'

import type { AppRoute } from '../../../support/appRoutes'

/** One thing that may be asked of the product. */
export interface Route {
  method: string
  /** With `:name` for a variable part; a collection of Payload's is named in it. */
  path: string
  /** The collection whose route it is, where it is one's. */
  collection?: string
  /** What is asked of a route that answers many questions. */
  question?: 'query' | 'introspection' | 'mutation' | 'list by POST'
}

/**
 * Every route × method, from the code itself: the files of `src/app`, and the endpoints of every
 * collection of the configuration as Payload completed it.
 */
export const listRoutes = (appRoutes: readonly AppRoute[], config: SanitizedConfig): Route[] => [
  ...appRoutes
    .filter(({ isCatchAll }) => !isCatchAll)
    .flatMap(({ methods, path }) =>
      Object.keys(methods).flatMap((method): Route[] =>
        path === config.routes.api + config.routes.graphQL && method === 'POST'
          ? (['query', 'introspection', 'mutation'] as const).map((question) => ({
              method,
              path,
              question,
            }))
          : [{ method, path }],
      ),
    ),
  ...endpointsOf(config.endpoints, '/api'),
  ...config.globals.flatMap(({ endpoints, slug }) =>
    endpointsOf(endpoints, `/api/globals/${slug}`),
  ),
  ...config.collections.flatMap(({ endpoints, slug }) => {
    const routes = endpointsOf(endpoints, `/api/${slug}`).map((route) => ({
      ...route,
      collection: slug,
    }))
    if (!endpoints) return [{ method: 'GET', path: `/api/${slug}`, collection: slug }]
    const byPost = { method: 'POST', path: `/api/${slug}`, collection: slug }
    return [...routes, { ...byPost, question: 'list by POST' as const }]
  }),
]

/** Methods that no route has, each of which nobody may use. */
export const listOtherMethods = (routes: readonly Route[]): Route[] => {
  const known = new Set(routes.map(({ method, path }) => `${method} ${path}`))
  const paths = [...new Set(routes.map(({ path }) => path))]
  return paths
    .filter((path) => path !== '/')
    .flatMap((path) =>
      ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].map((method) => ({ method, path })),
    )
    .filter(({ method, path }) => !known.has(`${method} ${path}`))
    .filter(({ method, path }) => !isAnothers(method, path, known))
}

/** `/count` asked with PATCH is the document of that name. */
const isAnothers = (method: string, path: string, known: ReadonlySet<string>): boolean =>
  [...known].some((each) => {
    const [otherMethod, other = ''] = each.split(' ')
    return otherMethod === method && new RegExp(`^${other.replace(/:[^/]+/g, '[^/]+')}$`).test(path)
  })

const endpointsOf = (endpoints: Endpoint[] | false | undefined, prefix: string): Route[] =>
  (endpoints || []).map(({ method, path }) => ({
    method: method.toUpperCase(),
    path: `${prefix}${path === '/' ? '' : path.replace('?', '')}`,
  }))
