import { answerOtherMethod, answerPreflight } from '@/api/customer/cors'
import { openCustomerStream } from '@/api/customer/stream'
import { env } from '@/config/env'
import { getRuntime } from '@/runtime'
import { markConnections } from '@/runtime/liveConnections'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** The live stream of the customer's own documents. */
export const GET = (request: Request): Promise<Response> => {
  const breakConnection = markConnections().breakerOf(request.headers)
  const parts = getRuntime()
  return openCustomerStream(request, {
    api: parts?.customers,
    hub: parts?.hub,
    ...(breakConnection && { breakConnection }),
  })
}

export const OPTIONS = (request: Request): Response =>
  answerPreflight(request, env().CUSTOMER_CORS_ORIGINS)

const refused = (request: Request): Promise<Response> =>
  answerOtherMethod(request, env().CUSTOMER_CORS_ORIGINS)

export const POST = refused
export const PUT = refused
export const PATCH = refused
export const DELETE = refused
