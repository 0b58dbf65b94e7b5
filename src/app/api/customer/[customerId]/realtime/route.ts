import { openCustomerStream } from '@/api/customer/stream'
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

export { DELETE, OPTIONS, PATCH, POST, PUT } from '../../otherMethods'
