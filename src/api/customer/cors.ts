import type { RequestHead } from '../answer'

/** Lets pages of the configured origins ask; `*` stands for all of them. No cookie is ever sent. */
export const corsHeaders = (
  request: RequestHead,
  origins: readonly string[],
): Record<string, string> => {
  const origin = request.headers.get('origin')
  if (origin === null) return {}
  if (origins.includes('*')) return { 'Access-Control-Allow-Origin': '*', ...exposed }
  return origins.includes(origin) ? { 'Access-Control-Allow-Origin': origin, ...exposed } : {}
}

/** The answer to a browser that asks whether it may ask. */
export const answerPreflight = (request: RequestHead, origins: readonly string[]): Response => {
  const allowed = corsHeaders(request, origins)
  const isAllowed = 'Access-Control-Allow-Origin' in allowed
  return new Response(null, {
    status: 204,
    headers: {
      Vary: 'Origin',
      Allow: 'GET, HEAD, OPTIONS',
      ...(isAllowed && {
        ...allowed,
        'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
        'Access-Control-Allow-Headers': 'Authorization, Accept, If-None-Match, Last-Event-ID',
        'Access-Control-Max-Age': '600',
      }),
    },
  })
}

const exposed = { 'Access-Control-Expose-Headers': 'ETag, Retry-After' }
