import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'

import type { Payload } from 'payload'

import { engineUris } from './engines'

/** What one request of a test got. */
export interface Answer {
  status: number
  body: any
  headers: Headers
}

/** The product's HTTP surface on a real port, with a database of its own. */
export interface TestApp {
  payload: Payload
  url: string
  request: (method: string, path: string, options?: RequestOptions) => Promise<Answer>
  graphql: (query: string, token?: string) => Promise<Answer>
  /** Creates a user and logs in; `null` makes a user without a role. */
  login: (role: 'admin' | 'supervisor' | null) => Promise<{ id: string; token: string }>
  close: () => Promise<void>
}

export interface RequestOptions {
  token?: string | undefined
  body?: unknown
  headers?: Record<string, string>
}

type Route = (request: Request) => Promise<Response>

/**
 * Boots Payload without the runtime; `routes` are served before Payload's own. A part of a route's
 * path that begins with a colon stands for any text. `dispatch` answers everything in their place.
 */
export const bootApp = async (
  routes: (payload: Payload) => Record<string, Route> = () => ({}),
  dispatch?: Route,
): Promise<TestApp> => {
  const { databaseUri, redisUrl } = engineUris()
  const uri = new URL(databaseUri)
  uri.pathname = `/test_${randomUUID().slice(0, 8)}`
  process.env.DATABASE_URI = uri.href
  process.env.REDIS_URL = redisUrl
  process.env.PAYLOAD_SECRET ??= 'a secret of the tests alone'
  process.env.DISABLE_LOGGING ??= process.env.TEST_LOG ? 'false' : 'true'
  const { default: config } = await import('@payload-config')
  const { getPayload } = await import('payload')
  const { GRAPHQL_POST, REST_DELETE, REST_GET, REST_PATCH, REST_POST } =
    await import('@payloadcms/next/routes')
  const payload = await getPayload({ config, disableOnInit: true })
  const { ensureIndexes } = await import('@/collections/indexes')
  const { databaseOf } = await import('@/queries/database')
  await ensureIndexes(databaseOf(payload))

  const rest = {
    GET: REST_GET(config),
    POST: REST_POST(config),
    PATCH: REST_PATCH(config),
    DELETE: REST_DELETE(config),
  }
  const { guardGraphql, guardRest } = await import('@/api/payloadRoutes')
  const { userOf } = await import('@/api/userOf')
  const graphql = guardGraphql(GRAPHQL_POST(config), {
    authenticate: async (headers) => userOf(payload, headers),
    log: (error) => payload.logger.error({ err: error }),
  })
  const own = Object.entries(routes(payload)).map(([path, route]) => ({
    pattern: new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}$`),
    route,
  }))
  const server = createServer((incoming, outgoing) => {
    void serve(incoming, outgoing, (request) => {
      if (dispatch) return dispatch(request)
      const { pathname } = new URL(request.url)
      const found = own.find(({ pattern }) => pattern.test(pathname))
      if (found) return found.route(request)
      if (pathname === '/api/graphql') return graphql(request, undefined)
      const slug = pathname.split('/').slice(2).map(decodeURIComponent)
      const handler = rest[request.method as keyof typeof rest]
      return guardRest(handler)(request, { params: Promise.resolve({ slug }) })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const request: TestApp['request'] = async (method, path, { body, headers, token } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(token && { Authorization: `JWT ${token}` }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: parse(text), headers: response.headers }
  }

  return {
    payload,
    url,
    request,
    graphql: (query, token) => request('POST', '/api/graphql', { token, body: { query } }),
    login: async (role) => {
      const email = `${role ?? 'nobody'}-${randomUUID().slice(0, 8)}@example.com`
      const password = randomUUID()
      const user = await payload.create({
        collection: 'users',
        data: { email, password, role: role ?? 'supervisor' },
        context: { keepRole: true },
      })
      if (role === null) {
        const users = databaseOf(payload).collection('users')
        await users.updateOne({ email }, { $unset: { role: '' } })
      }
      const { token } = await payload.login({ collection: 'users', data: { email, password } })
      return { id: String(user.id), token: token! }
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await databaseOf(payload).dropDatabase()
      await payload.destroy()
    },
  }
}

/** Carries a request to a web handler and its answer back, with back-pressure, as Next does. */
const serve = async (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: Route,
): Promise<void> => {
  const gone = new AbortController()
  const closed = once(outgoing, 'close').then(() => gone.abort())
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD'
  const response = await handle(
    new Request(`http://${incoming.headers.host}${incoming.url}`, {
      method: incoming.method!,
      headers: toHeaders(incoming),
      signal: gone.signal,
      ...(hasBody && { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' }),
    } as RequestInit),
  )
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  if (!response.body) {
    outgoing.end()
    return
  }
  outgoing.flushHeaders()
  await response.body
    .pipeTo(
      new WritableStream({
        write: async (chunk: Uint8Array) => {
          if (outgoing.write(chunk) || outgoing.destroyed) return
          await Promise.race([once(outgoing, 'drain', { signal: gone.signal }), closed])
        },
        close: () => {
          outgoing.end()
        },
        abort: () => {
          outgoing.destroy()
        },
      }),
      { signal: gone.signal },
    )
    .catch(() => outgoing.destroy())
}

const toHeaders = ({ headers }: IncomingMessage): Headers => {
  const copied = new Headers()
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) copied.set(name, Array.isArray(value) ? value.join(', ') : value)
  return copied
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
