import type { Db } from 'mongodb'
import { z } from 'zod'

import { InvalidCursor } from '@/queries/cursor'
import {
  listCustomerApplications,
  listCustomerConversations,
  maximumPortalPage,
  readCustomerApplication,
} from '@/queries/customerPortal'

import { ApiFailure, invalidRequest, notFound, toErrorResponse } from '../errors'
import { pageSize, readQuery } from '../parameters'
import { type CallerParts, type CustomerCaller, customerOf, identifyCaller } from './caller'
import { corsHeaders } from './cors'
import type { RateLimits } from './rateLimits'
import { negotiateType, represent } from './representation'

/** What the customer routes are served from. */
export interface CustomerApi extends Omit<CallerParts, 'database'> {
  /** Asked for at every request: a development reload opens a new connection. */
  database: () => Db
  limits: RateLimits
  corsOrigins: readonly string[]
  log: (error: unknown, message: string) => void
}

/** Answers `GET /api/customer/:customerId/applications`. */
export const answerApplications = (request: Request, api: CustomerApi | undefined) =>
  answer(request, api, async ({ customerId, database }) => {
    const options = { database, customerId, ...readPageQuery(request) }
    return listCustomerApplications(options).catch(toInvalidRequest)
  })

/** Answers `GET /api/customer/:customerId/application/:applicationId`. */
export const answerApplication = (request: Request, api: CustomerApi | undefined) =>
  answer(request, api, async ({ customerId, database, path }) => {
    const applicationId = path[1] ?? ''
    const found = await readCustomerApplication({ database, customerId, applicationId })
    if (!found) throw notFound()
    return found
  })

/** Answers `GET /api/customer/:customerId/conversations`. */
export const answerConversations = (request: Request, api: CustomerApi | undefined) =>
  answer(request, api, async ({ customerId, database }) => {
    const options = { database, customerId, ...readPageQuery(request) }
    return listCustomerConversations(options).catch(toInvalidRequest)
  })

/** One request that may pass. */
export interface CustomerRequest {
  caller: CustomerCaller
  /** Business id of the customer whom the path names. */
  customerId: string
  database: Db
  /** What follows the customer's id in the path, decoded. */
  path: string[]
}

/**
 * Lets a request pass that names its own caller, or comes from a portal server, and not too often.
 * @throws {ApiFailure} 401, 404, 429 or 503
 */
export const admit = async (
  request: Request,
  api: CustomerApi | undefined,
): Promise<CustomerRequest> => {
  if (!api) throw new ApiFailure(503, 'UNAVAILABLE', 'This process has not started yet.')
  const database = api.database()
  const caller = await identifyCaller(request.headers, { ...api, database })
  const excess = await api.limits.consume(caller)
  if (excess) throw tooMany(excess.retryAfterSeconds, 'Too many requests: try again later.')
  const [named = '', ...path] = readPath(request)
  return { caller, customerId: customerOf(caller, named), database, path }
}

/** One request, or one live stream, too many. */
export const tooMany = (retryAfterSeconds: number, message: string): ApiFailure =>
  new ApiFailure(429, 'TOO_MANY_REQUESTS', message, { 'Retry-After': String(retryAfterSeconds) })

/** The answer to a failure, which the page that asked may read. */
export const answerFailure = (
  request: Request,
  api: CustomerApi | undefined,
  error: unknown,
): Response => {
  const response = toErrorResponse(error, (unexpected) =>
    api?.log(unexpected, 'a customer route failed'),
  )
  return withHeaders(response, { Vary: 'Origin', ...corsHeaders(request, api?.corsOrigins ?? []) })
}

const answer = async (
  request: Request,
  api: CustomerApi | undefined,
  operation: (request: CustomerRequest) => Promise<unknown>,
): Promise<Response> => {
  try {
    negotiateType(request.headers.get('accept'))
    const response = represent(request, await operation(await admit(request, api)))
    return withHeaders(response, corsHeaders(request, api?.corsOrigins ?? []))
  } catch (error) {
    return answerFailure(request, api, error)
  }
}

const withHeaders = (response: Response, headers: Record<string, string>): Response => {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value)
  return response
}

/** `/api/customer/:customerId/…`, each part decoded. */
const readPath = ({ url }: Request): string[] => {
  try {
    return new URL(url).pathname.split('/').slice(3).map(decodeURIComponent)
  } catch {
    throw notFound()
  }
}

/** What the customer's lists may be asked. */
export const pageQuery = z.object({
  limit: pageSize(20, maximumPortalPage),
  cursor: z.string().min(1).max(24_000).optional(),
})

const readPageQuery = ({ url }: Request): { limit: number; cursor?: string } => {
  const { cursor, limit } = pageQuery.parse(readQuery(new URL(url)))
  return { limit, ...(cursor !== undefined && { cursor }) }
}

const toInvalidRequest = (error: unknown): never => {
  throw error instanceof InvalidCursor ? invalidRequest(`cursor: ${error.message}`) : error
}
