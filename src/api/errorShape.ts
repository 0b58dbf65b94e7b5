/**
 * Gives what Payload answers outside of its own error handling (an unknown route) the shape that
 * all errors of the product have.
 */
export const errorShape =
  <Context>(route: (request: Request, context: Context) => Promise<Response>) =>
  async (request: Request, context: Context): Promise<Response> => {
    if (isOfEveryObject(request.url)) return notThere()
    const response = await route(request, context)
    if (response.status !== 404 || !isJson(response)) return response
    const body = (await response.clone().json()) as { errors?: unknown; message?: unknown }
    if (body.errors || typeof body.message !== 'string') return response
    return notThere()
  }

const notThere = (): Response =>
  Response.json(
    { errors: [{ message: 'There is no such route.', code: 'NOT_FOUND' }] },
    { status: 404 },
  )

/** Payload looks collections up in a plain object, and fails where it finds what every object has. */
const isOfEveryObject = (url: string): boolean =>
  (new URL(url).pathname.split('/')[2] ?? '') in Object.prototype

const isJson = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('application/json') ?? false
