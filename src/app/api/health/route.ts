import config from '@payload-config'
import { getPayload } from 'payload'

import { answerHealth } from '@/api/health'
import { env } from '@/config/env'
import { getRuntime } from '@/runtime'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** How well everything works (contract: HTTP). */
export const GET = async (request: Request): Promise<Response> =>
  answerHealth(request, {
    payload: await getPayload({ config }),
    monitor: getRuntime()?.health,
    metricsToken: env().METRICS_TOKEN,
  })

export { DELETE, PATCH, POST, PUT } from '../otherMethods'
