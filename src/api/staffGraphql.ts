import { type DocumentNode, parse } from 'graphql'
import type { TypedUser } from 'payload'

import { hasFragmentCycle } from './fragmentCycle'
import { failure, invalidRequest, toErrorResponse, unsupported } from './errors'
import { requireStaff } from './staff'

const maximumQueryCharacters = 20_000
const maximumTokens = 5_000

/** A question that takes longer than this is answered with a refusal. */
const maximumMs = 30_000

/** What GraphQL is served from. */
export interface GraphqlParts {
  authenticate: (headers: Headers) => Promise<TypedUser | null>
  log: (error: unknown) => void
  maximumMs?: number
}

/**
 * Wraps Payload's GraphQL route: it is for staff, introspection included; one query a request, of
 * bounded length and time; errors have the shape that all errors of the product have.
 */
export const staffGraphql =
  (route: (request: Request) => Promise<Response>, parts: GraphqlParts) =>
  async (request: Request): Promise<Response> => {
    try {
      requireStaff(await parts.authenticate(request.headers))
      const body = checkBody(await request.text())
      const asked = new Request(request.url, {
        method: 'POST',
        headers: withoutLength(request.headers),
        body,
        signal: request.signal,
      })
      return await inTime(route(asked).then(withCodes), parts.maximumMs ?? maximumMs)
    } catch (error) {
      return toErrorResponse(error, parts.log)
    }
  }

const checkBody = (body: string): string => {
  const asked = toJson(body)
  if (Array.isArray(asked)) throw invalidRequest('Ask one query a request.')
  if (typeof asked !== 'object' || asked === null) throw invalidRequest('The body is not JSON.')
  const { query } = asked as { query?: unknown }
  if (typeof query !== 'string') throw invalidRequest('query: must be a text')
  if (query.length > maximumQueryCharacters)
    throw invalidRequest(`query: has ${maximumQueryCharacters} characters at most`)
  checkDocument(query)
  return body
}

/** Payload counts a query's complexity by following fragments: one that contains itself has no end. */
const checkDocument = (query: string): void => {
  if (hasFragmentCycle(parseQuery(query))) throw invalidRequest('query: a fragment contains itself')
}

const parseQuery = (query: string): DocumentNode => {
  try {
    return parse(query, { maxTokens: maximumTokens, noLocation: true })
  } catch (error) {
    throw invalidRequest(`query: ${error instanceof Error ? error.message : 'cannot be read'}`)
  }
}

const toJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const withoutLength = (given: Headers): Headers => {
  const headers = new Headers(given)
  headers.delete('content-length')
  return headers
}

const inTime = async (answer: Promise<Response>, withinMs: number): Promise<Response> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Response>((resolve) => {
    timer = setTimeout(
      () => resolve(failure(503, 'TOO_MUCH', 'That took too long: ask for less.')),
      withinMs,
    )
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

interface GraphqlError {
  message: string
  extensions?: { statusCode?: number }
}

interface GraphqlAnswer {
  data?: unknown
  errors?: GraphqlError[]
}

const withCodes = async (response: Response): Promise<Response> => {
  const answer = toJson(await response.clone().text()) as GraphqlAnswer | GraphqlError[] | undefined
  // What a rule of ours reports comes as a bare list.
  const body = Array.isArray(answer) ? { errors: answer } : answer
  if (!body?.errors) return response.status < 400 ? response : notJson(response.status)
  const errors = body.errors.map((error) => ({ ...error, code: codeOf(error) }))
  const headers = new Headers(response.headers)
  headers.delete('content-length')
  // Where nothing was carried out, the whole request is what was wrong.
  const status = 'data' in body || response.status >= 400 ? response.status : 400
  return new Response(JSON.stringify({ ...body, errors }), { status, headers })
}

const notJson = (status: number): Response => {
  const message = 'Send JSON, and accept JSON.'
  return status === 415 ? unsupported(message) : failure(status, 'INVALID_REQUEST', message)
}

const codeOf = ({ extensions }: GraphqlError): string =>
  codes[extensions?.statusCode ?? 400] ?? 'INTERNAL_ERROR'

const codes: Record<number, string> = {
  400: 'INVALID_REQUEST',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
}
