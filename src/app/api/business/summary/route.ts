import config from '@payload-config'
import { getPayload } from 'payload'

import { answerSummary } from '@/api/business/summary'
import { env } from '@/config/env'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** How the business did in a period, beside the period before. */
export const GET = async (request: Request): Promise<Response> =>
  answerSummary(request, {
    payload: await getPayload({ config }),
    timeZone: env().BUSINESS_TIME_ZONE,
  })

export { DELETE, PATCH, POST, PUT } from '../../otherMethods'
