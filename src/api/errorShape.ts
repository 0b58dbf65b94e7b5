/**
 * Gives what Payload answers outside of its own error handling (an unknown route) the shape that
 * all errors of the product have.
 */
export const errorShape =
  <Context>(route: (request: Request, context: Context) => Promise<Response>) =>
  async (request: Request, context: Context): Promise<Response> => {
    const response = await route(request, context)
    if (response.status !== 404 || !isJson(response)) return response
    const body = (await response.clone().json()) as { errors?: unknown; message?: unknown }
    if (body.errors || typeof body.message !== 'string') return response
    return Response.json(
      { errors: [{ message: 'There is no such route.', code: 'NOT_FOUND' }] },
      { status: response.status },
    )
  }

const isJson = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('application/json') ?? false
