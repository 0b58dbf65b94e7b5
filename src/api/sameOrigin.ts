import { publicOrigin } from '@/config/origin'

/**
 * Takes the session cookie off requests that another site's page makes with it. A program that is
 * no browser tells no origin and is let through: it chose to send the cookie.
 */
export const withoutForeignCookies = (request: Request): Request => {
  if (!request.headers.has('cookie') || !isForeign(request)) return request
  const headers = new Headers(request.headers)
  headers.delete('cookie')
  return new Request(request, { headers })
}

/** Wraps a route so that it never acts on a session that another site's page borrowed. */
export const sameOrigin =
  <Context>(route: (request: Request, context: Context) => Promise<Response>) =>
  (request: Request, context: Context): Promise<Response> =>
    route(withoutForeignCookies(request), context)

const isForeign = ({ headers }: Request): boolean => {
  const origin = headers.get('origin')
  if (origin !== null) return !isOurs(origin, headers)
  // Following a link from elsewhere is no request of the other page's own.
  return (
    headers.get('sec-fetch-site') === 'cross-site' && headers.get('sec-fetch-mode') !== 'navigate'
  )
}

const isOurs = (origin: string, headers: Headers): boolean => {
  if (origin === publicOrigin()) return true
  const host = headers.get('x-forwarded-host') ?? headers.get('host')
  return URL.canParse(origin) && new URL(origin).host === host
}
