import { failure } from './errors'

/** A form with a file has more to say; Payload bounds the file itself. */
const maximumBytes = { form: 6 * 1024 * 1024, other: 1024 * 1024 }

/** Wraps a route so that it never reads more of a body than a request of ours can have. */
export const boundedBody =
  <Context>(route: (request: Request, context: Context) => Promise<Response>) =>
  async (request: Request, context: Context): Promise<Response> => {
    if (!request.body) return route(request, context)
    const isForm = request.headers.get('content-type')?.startsWith('multipart/form-data')
    const maximum = isForm ? maximumBytes.form : maximumBytes.other
    if (Number(request.headers.get('content-length') ?? 0) > maximum) return tooLarge()
    let bytes = 0
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform: (chunk, controller) => {
        bytes += chunk.byteLength
        if (bytes > maximum) controller.error(new Error('the body is too large'))
        else controller.enqueue(chunk)
      },
    })
    const bounded = new Request(request, {
      body: request.body.pipeThrough(counted),
      duplex: 'half',
    } as RequestInit)
    try {
      const response = await route(bounded, context)
      return bytes > maximum ? tooLarge() : response
    } catch (error) {
      if (bytes > maximum) return tooLarge()
      throw error
    }
  }

/** What is left of the body stays unread, so nothing more can come over this connection. */
const tooLarge = (): Response =>
  failure(413, 'TOO_LARGE', 'The body is too large.', { Connection: 'close' })
