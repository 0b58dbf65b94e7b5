/** The server answered with an error; `status` is HTTP's, 0 where there was no answer at all. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed'

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/**
 * Reads JSON from the server.
 * @param alsoAnswer a status of an error that comes with what was asked for all the same
 * @throws {RequestFailed} where it answers with an error, or not at all
 */
export const get = async <T>(
  url: string,
  signal?: AbortSignal,
  alsoAnswer?: number,
): Promise<T> => {
  const response = await fetch(url, { credentials: 'include', signal }).catch((error: unknown) => {
    if (signal?.aborted) throw error
    throw new RequestFailed(0, 'The server cannot be reached')
  })
  if (response.ok) return (await response.json()) as T
  if (response.status === alsoAnswer && isJson(response)) return (await response.json()) as T
  throw new RequestFailed(response.status, await readMessage(response))
}

const isJson = ({ headers }: Response): boolean =>
  headers.get('content-type')?.startsWith('application/json') === true

const readMessage = async (response: Response): Promise<string> => {
  const fallback = `The server answered with an error (${response.status})`
  try {
    const body = (await response.json()) as { errors?: { message?: string }[] }
    return body.errors?.[0]?.message ?? fallback
  } catch {
    // An error without a JSON body, such as a proxy's page.
    return fallback
  }
}
