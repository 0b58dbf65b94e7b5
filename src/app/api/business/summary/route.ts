import config from '@payload-config'
import { getPayload } from 'payload'

import { answerSummary } from '@/api/business/summary'
import { methodNotAllowed } from '@/api/methodNotAllowed'
import { env } from '@/config/env'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** How the business did in a period, beside the period before. */
export const GET = async (request: Request): Promise<Response> =>
  answerSummary(request, {
    payload: await getPayload({ config }),
    timeZone: env().BUSINESS_TIME_ZONE,
  })

const refused = methodNotAllowed('GET')

export const POST = refused
export const PUT = refused
export const PATCH = refused
export const DELETE = refused
