/**
 * Wraps a route of Payload's so that a portal server's API key counts for nothing there: to
 * Payload it is a user like any other, who may have preferences and the like.
 */
export const closedToPortals =
  <Context>(route: (request: Request, context: Context) => Promise<Response>) =>
  (request: Request, context: Context): Promise<Response> => {
    if (!/^\s*portal-clients\s/i.test(request.headers.get('authorization') ?? ''))
      return route(request, context)
    const headers = new Headers(request.headers)
    headers.delete('authorization')
    return route(new Request(request, { headers }), context)
  }
