import { toResponse } from '@/api/answer'
import { answerOtherMethod, answerPreflight } from '@/api/customer/cors'
import { answerApplications } from '@/api/customer/routes'
import { env } from '@/config/env'
import { getRuntime } from '@/runtime'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** The customer's applications (contract: HTTP). */
export const GET = async (request: Request): Promise<Response> =>
  toResponse(await answerApplications(request, getRuntime()?.customers))

export const OPTIONS = (request: Request): Response =>
  answerPreflight(request, env().CUSTOMER_CORS_ORIGINS)

const refused = (request: Request): Promise<Response> =>
  answerOtherMethod(request, env().CUSTOMER_CORS_ORIGINS)

export const POST = refused
export const PUT = refused
export const PATCH = refused
export const DELETE = refused
