import type { RequestHead } from '../answer'
import { methodNotAllowed } from '../methodNotAllowed'

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

/** The answer to a method that the customer routes do not have. */
export const answerOtherMethod = async (
  request: RequestHead,
  origins: readonly string[],
): Promise<Response> => withCors(await refuse(), request, origins)

const refuse = methodNotAllowed('GET')

/** The same response, which the page that asked may read. */
export const withCors = (
  response: Response,
  request: RequestHead,
  origins: readonly string[],
): Response => {
  const added = { Vary: 'Origin', ...corsHeaders(request, origins) }
  for (const [name, value] of Object.entries(added)) response.headers.set(name, value)
  return response
}

const exposed = { 'Access-Control-Expose-Headers': 'ETag, Retry-After' }
