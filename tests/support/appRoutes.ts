import { readdir } from 'node:fs/promises'
import path from 'node:path'

import { vi } from 'vitest'

/** One file of `src/app` that answers requests. */
export interface AppRoute {
  /** As in an address, with `:name` for a variable part: `/api/customer/:customerId/applications`. */
  path: string
  /** Whether it answers whatever no other route does. */
  isCatchAll: boolean
  methods: Record<string, RouteHandler>
}

type RouteHandler = (
  request: Request,
  context: { params: Promise<Record<string, unknown>> },
) => Promise<Response> | Response

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const

const root = path.resolve('src/app')

/** Every route of the product, as Next serves it: its own module, with all that stands around it. */
export const readAppRoutes = async (): Promise<AppRoute[]> => {
  // A style sheet is nothing that a request goes through, and Node cannot read it.
  vi.doMock('@payloadcms/next/css', () => ({}))
  const files = (await readdir(root, { recursive: true }))
    .filter((file) => path.basename(file) === 'route.ts')
    .sort()
  return Promise.all(
    files.map(async (file) => {
      const found = (await import(path.join(root, file))) as Record<string, RouteHandler>
      const parts = path.dirname(file).split(path.sep)
      const named = parts.filter((part) => part !== '.' && !part.startsWith('('))
      return {
        path: `/${named.map((part) => part.replace(/^\[(.*)\]$/, ':$1')).join('/')}`,
        isCatchAll: named.some((part) => part.startsWith('[...')),
        methods: Object.fromEntries(
          methods.flatMap((method) => (found[method] ? [[method, found[method]]] : [])),
        ),
      }
    }),
  )
}

/** Answers as Next would: the most exact route first, 405 for a method that it does not have. */
export const createDispatcher =
  (routes: readonly AppRoute[]) =>
  async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    const exact = routes
      .filter(({ isCatchAll }) => !isCatchAll)
      .find(({ path: named }) =>
        new RegExp(`^${named.replace(/:[^/]+/g, '[^/]+')}$`).test(pathname),
      )
    const route = exact ?? routes.find(({ isCatchAll }) => isCatchAll)
    const handler = route?.methods[request.method === 'HEAD' ? 'GET' : request.method]
    if (!handler) return new Response(null, { status: 405 })
    const slug = pathname.split('/').slice(2).map(decodeURIComponent)
    try {
      return await handler(request, { params: Promise.resolve({ slug }) })
    } catch (error) {
      // What `redirect()` throws, for Next to catch.
      const { digest } = error as { digest?: string }
      const target = /^NEXT_REDIRECT;[^;]*;([^;]*);/.exec(digest ?? '')?.[1]
      if (target === undefined) throw error
      return new Response(null, { status: 307, headers: { Location: target } })
    }
  }
