import config from '@payload-config'
import { getPayload } from 'payload'

import { answerLiveStatus } from '@/api/liveStatus'
import { methodNotAllowed } from '@/api/methodNotAllowed'
import { getRuntime } from '@/runtime'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** How far what the screens show is complete. */
export const GET = async (request: Request): Promise<Response> =>
  answerLiveStatus(request, { payload: await getPayload({ config }), status: getRuntime()?.status })

const refused = methodNotAllowed('GET')

export const POST = refused
export const PUT = refused
export const PATCH = refused
export const DELETE = refused
