import config from '@payload-config'
import { getPayload } from 'payload'

import { answerMetrics } from '@/api/metrics'
import { env } from '@/config/env'
import { getRuntime } from '@/runtime'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** The numbers of this process (contract: HTTP). */
export const GET = async (request: Request): Promise<Response> =>
  answerMetrics(request, {
    payload: await getPayload({ config }),
    metrics: getRuntime()?.metrics,
    metricsToken: env().METRICS_TOKEN,
  })

export { DELETE, PATCH, POST, PUT } from '../otherMethods'
