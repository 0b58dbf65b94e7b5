import { z } from 'zod'

import { toDocumentId } from '@/ledger/documentId'
import { createCustomerFilter } from '@/realtime/customerFilter'
import type { Grant } from '@/realtime/grants'
import { HubRefusal, type Hub, isHubRefusal } from '@/realtime/hub'
import { streamHeaders } from '@/realtime/sse'

import { ApiFailure } from '../errors'
import { readQuery } from '../parameters'
import type { CustomerCaller } from './caller'
import { corsHeaders } from './cors'
import { admit, answerFailure, type CustomerApi, tooMany } from './routes'
import type { StreamCounts } from './streamCounts'

/** What `GET /api/customer/:customerId/realtime` is served from. */
export interface CustomerStreamParts {
  api: (CustomerApi & { streams: StreamCounts }) | undefined
  hub: Hub | undefined
  breakConnection?: () => void
}

const query = z.object({
  collections: z
    .string()
    .max(400)
    .transform((list) => list.split(',').filter((name) => name !== ''))
    .optional(),
  lastEventId: z.string().max(64).optional(),
})

/**
 * Answers one request for the live stream of a customer's own documents: the rules of the
 * supervisors' stream, and nothing in it but what customers are shown.
 */
export const openCustomerStream = async (
  request: Request,
  { api, breakConnection, hub }: CustomerStreamParts,
): Promise<Response> => {
  try {
    const { caller, customerId } = await admit(request, api)
    const { collections, lastEventId } = query.parse(readQuery(new URL(request.url)))
    if (!hub || !api) throw new HubRefusal('UNAVAILABLE')
    const release = api.streams.take(caller)
    if (!release) throw tooMany(10, 'Too many live streams: close one first.')
    const resumeFrom = request.headers.get('last-event-id') ?? lastEventId
    const client = await hub
      .connect({
        grant: toGrant(caller),
        filter: () => createCustomerFilter(toDocumentId(customerId), collections),
        onEnd: release,
        ...(resumeFrom && { lastEventId: resumeFrom }),
        ...(breakConnection && { breakConnection }),
      })
      .catch((error: unknown) => {
        release()
        throw error
      })
    request.signal.addEventListener('abort', client.end, { once: true })
    if (request.signal.aborted) client.end()
    return new Response(client.body, {
      headers: { ...streamHeaders, Vary: 'Origin', ...corsHeaders(request, api.corsOrigins) },
    })
  } catch (error) {
    const failure = isHubRefusal(error) ? new ApiFailure(503, error.code, error.message) : error
    return answerFailure(request, api, failure)
  }
}

const toGrant = (caller: CustomerCaller): Grant =>
  caller.kind === 'customer'
    ? { kind: caller.kind, userId: caller.customerId, expiresAtMs: caller.expiresAtMs }
    : { kind: caller.kind, userId: caller.id, apiKeyIndex: caller.apiKeyIndex }
