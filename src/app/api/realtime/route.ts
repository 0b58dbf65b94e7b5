import config from '@payload-config'
import { getPayload } from 'payload'

import { openLiveStream } from '@/api/liveStream'
import { getRuntime } from '@/runtime'
import { markConnections } from '@/runtime/liveConnections'

export const dynamic = 'force-dynamic'
export const runtime = 'nodejs'

/** The live stream of changes (contract: live stream). */
export const GET = async (request: Request): Promise<Response> => {
  const payload = await getPayload({ config })
  const breakConnection = markConnections().breakerOf(request.headers)
  const parts = getRuntime()
  return openLiveStream(request, {
    payload,
    hub: parts?.hub,
    streams: parts?.streams,
    ...(breakConnection && { breakConnection }),
  })
}

export { DELETE, PATCH, POST, PUT } from '../otherMethods'
