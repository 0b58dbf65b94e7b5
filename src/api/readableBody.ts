import { unsupported } from './errors'

const readable = ['application/json', 'multipart/form-data', 'application/x-www-form-urlencoded']

/**
 * Wraps a route of Payload's so that it is never handed a body that it does not read: it would go
 * on without any data and fail in the server. No body at all stands for an empty object.
 */
export const readableBody =
  <Context>(route: (request: Request, context: Context) => Promise<Response>) =>
  async (request: Request, context: Context): Promise<Response> => {
    if (request.method !== 'POST' && request.method !== 'PATCH') return route(request, context)
    const [type = ''] = (request.headers.get('content-type') ?? '').split(';')
    if (readable.includes(type.trim().toLowerCase())) return route(request, context)
    // Next hands on a stream even where nothing was sent, as when the admin panel logs out.
    if ((await request.arrayBuffer()).byteLength === 0)
      return route(withEmptyBody(request), context)
    return unsupported(`Send one of ${readable.join(', ')}.`)
  }

const withEmptyBody = (request: Request): Request => {
  const headers = new Headers(request.headers)
  headers.set('Content-Type', 'application/json')
  headers.delete('Content-Length')
  return new Request(request.url, { method: request.method, headers, body: '{}', signal: request.signal }) // prettier-ignore
}
