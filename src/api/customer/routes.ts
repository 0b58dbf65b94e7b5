import type { Db } from 'mongodb'
import { z } from 'zod'

import { classifyFailure, type FailureClass } from '@/projector/failures'
import { inTime } from '@/projector/inTime'
import { InvalidCursor } from '@/queries/cursor'
import {
  listCustomerApplications,
  listCustomerConversations,
  maximumPortalPage,
  readCustomerApplication,
} from '@/queries/customerPortal'
import { maximumReadMs } from '@/queries/database'

import { type Answer, type RequestHead, toAnswer } from '../answer'
import { ApiFailure, invalidRequest, notFound, tooMany, toErrorResponse } from '../errors'
import { pageSize, readQuery } from '../parameters'
import { type CallerParts, type CustomerCaller, customerOf, identifyCaller } from './caller'
import { corsHeaders, withCors } from './cors'
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

/** One of the customer routes; it fails for nobody: a failure is an answer, too. */
export type CustomerRoute = (request: RequestHead, api: CustomerApi | undefined) => Promise<Answer>

/** Answers `GET /api/customer/:customerId/applications`. */
export const answerApplications: CustomerRoute = (request, api) =>
  answer(request, api, async ({ customerId, database, url }) => {
    const options = { database, customerId, ...readPageQuery(url) }
    return listCustomerApplications(options).catch(toInvalidRequest)
  })

/** Answers `GET /api/customer/:customerId/application/:applicationId`. */
export const answerApplication: CustomerRoute = (request, api) =>
  answer(request, api, async ({ customerId, database, path }) => {
    const applicationId = path[1] ?? ''
    const found = await readCustomerApplication({ database, customerId, applicationId })
    if (!found) throw notFound()
    return found
  })

/** Answers `GET /api/customer/:customerId/conversations`. */
export const answerConversations: CustomerRoute = (request, api) =>
  answer(request, api, async ({ customerId, database, url }) => {
    const options = { database, customerId, ...readPageQuery(url) }
    return listCustomerConversations(options).catch(toInvalidRequest)
  })

/** One request that may pass. */
export interface CustomerRequest {
  caller: CustomerCaller
  /** Lets the page that asked read the answer. */
  cors: Record<string, string>
  /** Business id of the customer whom the path names. */
  customerId: string
  database: Db
  /** What follows the customer's id in the path, decoded. */
  path: string[]
  url: URL
}

/**
 * Lets a request pass that names its own caller, or comes from a portal server, and not too often.
 * @throws {ApiFailure} 401, 404, 429 or 503
 */
export const admit = (
  request: RequestHead,
  api: CustomerApi | undefined,
): Promise<CustomerRequest> =>
  inAnswerTime(async () => {
    const { counted, open } = await identify(request, api)
    await counted
    return open()
  })

/**
 * Lets a request pass like `admit`, and works on it while its caller is counted where they will
 * probably pass: so the two wait for their engines at once. Nothing of the work is seen where the
 * request does not pass, its failure included.
 * @param operation reads, and changes nothing
 * @throws {ApiFailure} 401, 404, 429 or 503; and what the operation throws
 */
export const admitReading = async <T>(
  request: RequestHead,
  api: CustomerApi | undefined,
  operation: (request: CustomerRequest) => Promise<T>,
): Promise<T> => {
  const { counted, isLikelyToPass, open } = await identify(request, api)
  const begin = async (): Promise<T> => operation(open())
  const begun = isLikelyToPass ? begin() : undefined
  begun?.catch(() => undefined)
  await counted
  return begun ?? begin()
}

/** A request whose caller is known and is being counted. */
interface Identified {
  isLikelyToPass: boolean
  /** Fails with 429 where it is one too many. */
  counted: Promise<void>
  /** @throws {ApiFailure} 404 where the path names another customer */
  open: () => CustomerRequest
}

const identify = async (
  request: RequestHead,
  api: CustomerApi | undefined,
): Promise<Identified> => {
  if (!api) throw new ApiFailure(503, 'UNAVAILABLE', 'This process has not started yet.')
  const database = api.database()
  const caller = await identifyCaller(request.headers, { ...api, database })
  const isLikelyToPass = api.limits.isLikelyToPass(caller)
  const counted = api.limits.consume(caller).then((excess) => {
    if (excess) throw tooMany(excess.retryAfterSeconds, 'Too many requests: try again later.')
  })
  // Whoever waits for it hears of a failure; until then it must not go unheard.
  counted.catch(() => undefined)
  return {
    isLikelyToPass,
    counted,
    open: () => {
      const url = new URL(request.url)
      const [named = '', ...path] = readPath(url)
      const cors = corsHeaders(request, api.corsOrigins)
      return { caller, cors, customerId: customerOf(caller, named), database, path, url }
    },
  }
}

/** The answer to a failure, which the page that asked may read. */
export const answerFailure = (
  request: RequestHead,
  api: CustomerApi | undefined,
  error: unknown,
): Response => {
  const isAway = passing.has(classifyFailure(error))
  const response = toErrorResponse(isAway ? cannotNow() : error, (unexpected) =>
    api?.log(unexpected, 'a customer route failed'),
  )
  return withCors(response, request, api?.corsOrigins ?? [])
}

/** A server that stands still keeps its connections, and the database's own bounds with it. */
const maximumAnswerMs = maximumReadMs + 1_000

/** @throws {ApiFailure} 503 where the work takes longer */
const inAnswerTime = <T>(work: () => Promise<T>): Promise<T> =>
  inTime(maximumAnswerMs, work, cannotNow)

/** What an engine's absence is, or what two tries in a row met that a third would not. */
const passing: ReadonlySet<FailureClass> = new Set(['unavailable', 'conflict'])

const cannotNow = (): ApiFailure =>
  new ApiFailure(503, 'UNAVAILABLE', 'It cannot be answered now: try again.', {
    'Retry-After': '5',
  })

const answer = async (
  request: RequestHead,
  api: CustomerApi | undefined,
  operation: (request: CustomerRequest) => Promise<unknown>,
): Promise<Answer> => {
  try {
    negotiateType(request.headers.get('accept'))
    const [body, cors] = await inAnswerTime(() =>
      admitReading(
        request,
        api,
        async (admitted) => [await operation(admitted), admitted.cors] as const,
      ),
    )
    const { headers, ...answered } = represent(request, body)
    return { ...answered, headers: { ...headers, ...cors } }
  } catch (error) {
    return toAnswer(answerFailure(request, api, error))
  }
}

/** `/api/customer/:customerId/…`, each part decoded. */
const readPath = ({ pathname }: URL): string[] => {
  try {
    return pathname.split('/').slice(3).map(decodeURIComponent)
  } catch {
    throw notFound()
  }
}

/** What the customer's lists may be asked. */
export const pageQuery = z.object({
  limit: pageSize(20, maximumPortalPage),
  cursor: z.string().min(1).max(24_000).optional(),
})

const readPageQuery = (url: URL): { limit: number; cursor?: string } => {
  const { cursor, limit } = pageQuery.parse(readQuery(url))
  return { limit, ...(cursor !== undefined && { cursor }) }
}

const toInvalidRequest = (error: unknown): never => {
  throw error instanceof InvalidCursor ? invalidRequest(`cursor: ${error.message}`) : error
}
