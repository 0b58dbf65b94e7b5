import config from '@payload-config'
import { getPayload } from 'payload'

import { answerLiveStatus } from '@/api/liveStatus'
import { getRuntime } from '@/runtime'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** How far what the screens show is complete. */
export const GET = async (request: Request): Promise<Response> =>
  answerLiveStatus(request, { payload: await getPayload({ config }), status: getRuntime()?.status })

export { DELETE, PATCH, POST, PUT } from '../../otherMethods'
