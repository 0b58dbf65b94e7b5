/**
 * Wraps a route of Payload's: what it answers is about people, and no cache on the way, nor the
 * browser's, may keep it.
 */
export const neverKept =
  <Context>(route: (request: Request, context: Context) => Promise<Response>) =>
  async (request: Request, context: Context): Promise<Response> => {
    const response = await route(request, context)
    if (response.headers.has('cache-control')) return response
    const headers = new Headers(response.headers)
    headers.set('Cache-Control', 'private, no-store')
    const { body, status, statusText } = response
    return new Response(body, { status, statusText, headers })
  }
