import config from '@payload-config'
import { getPayload } from 'payload'

import { answerExport } from '@/api/business/export'
import { env } from '@/config/env'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** The numbers of a period, or the conversations behind one of them, as a file. */
export const GET = async (request: Request): Promise<Response> =>
  answerExport(request, {
    payload: await getPayload({ config }),
    timeZone: env().BUSINESS_TIME_ZONE,
  })

export { DELETE, PATCH, POST, PUT } from '../../otherMethods'
