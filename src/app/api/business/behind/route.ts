import config from '@payload-config'
import { getPayload } from 'payload'

import { answerBehind } from '@/api/business/behind'
import { env } from '@/config/env'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** The conversations behind a number of the business. */
export const GET = async (request: Request): Promise<Response> =>
  answerBehind(request, {
    payload: await getPayload({ config }),
    timeZone: env().BUSINESS_TIME_ZONE,
  })

export { DELETE, PATCH, POST, PUT } from '../../otherMethods'
