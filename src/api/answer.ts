/**
 * What of a request its answer depends on. A `Request` is one; so is what stands before Next for
 * routes that are asked hundreds of times a second, where building a whole one costs too much.
 */
export interface RequestHead {
  /** Absolute. */
  url: string
  headers: Pick<Headers, 'get'>
}

/** An answer that is ready as a whole. */
export interface Answer {
  status: number
  headers: Record<string, string>
  body?: string
}

/** The answer as routes of Next give it. */
export const toResponse = ({ body, headers, status }: Answer): Response =>
  new Response(body ?? null, { status, headers })

/** An answer out of a response whose body is short text, as failures are. */
export const toAnswer = async (response: Response): Promise<Answer> => ({
  status: response.status,
  headers: Object.fromEntries(response.headers),
  ...(response.body && { body: await response.text() }),
})
