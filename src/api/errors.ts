import { z } from 'zod'

/** What every failure answers (contract: HTTP). Payload's own tell more beside these. */
export const failureAnswer = z.object({
  errors: z
    .array(
      z.looseObject({
        message: z.string().meta({ description: 'A sentence for people.' }),
        code: z.string().meta({ description: 'What programs go by.', examples: ['NOT_FOUND'] }),
      }),
    )
    .min(1),
})

/** A failure that the caller may know about: a status, a code, a sentence. */
export class ApiFailure extends Error {
  override readonly name = 'ApiFailure'

  constructor(
    readonly status: 400 | 401 | 403 | 404 | 406 | 409 | 429 | 503,
    readonly code: string,
    message: string,
    /** What the answer tells beside the sentence, such as when to try again. */
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
  }
}

export const unauthenticated = (): ApiFailure =>
  new ApiFailure(401, 'UNAUTHENTICATED', 'Log in or show an API key.')

export const forbidden = (): ApiFailure =>
  new ApiFailure(403, 'FORBIDDEN', 'This needs the role supervisor or admin.')

export const notFound = (): ApiFailure =>
  new ApiFailure(404, 'NOT_FOUND', 'There is no such thing.')

/** One request, or one live stream, too many. */
export const tooMany = (retryAfterSeconds: number, message: string): ApiFailure =>
  new ApiFailure(429, 'TOO_MANY_REQUESTS', message, { 'Retry-After': String(retryAfterSeconds) })

export const invalidRequest = (message: string): ApiFailure =>
  new ApiFailure(400, 'INVALID_REQUEST', message)

/**
 * The answer to a failure, in the one shape that all of them have. What is not an `ApiFailure` is
 * told to the log alone: the caller learns that it happened, never what it was.
 */
export const toErrorResponse = (error: unknown, log: (error: unknown) => void): Response => {
  if (error instanceof ApiFailure)
    return failure(error.status, error.code, error.message, error.headers)
  if (error instanceof z.ZodError) return failure(400, 'INVALID_REQUEST', describe(error))
  log(error)
  return failure(500, 'INTERNAL_ERROR', 'Something went wrong.')
}

/** An answer in the one shape of errors. */
export const failure = (
  status: number,
  code: string,
  message: string,
  headers: Record<string, string> = {},
): Response =>
  Response.json({ errors: [{ message, code }] } satisfies z.output<typeof failureAnswer>, {
    status,
    headers: { 'Cache-Control': 'no-store', ...headers },
  })

/** The answer to a body of a kind that is not read here. */
export const unsupported = (message: string): Response =>
  failure(415, 'UNSUPPORTED_MEDIA_TYPE', message)

const describe = ({ issues }: z.ZodError): string =>
  issues
    .slice(0, 5)
    .map(({ message, path }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message))
    .join('; ')
