import { z } from 'zod'

import { toDocumentId } from '@/ledger/documentId'
import { createCustomerFilter } from '@/realtime/customerFilter'
import type { Grant } from '@/realtime/grants'
import { HubRefusal, type Hub } from '@/realtime/hub'

import { liveParameters, resumePoint, toLiveAnswer, toLiveFailure } from '../liveAnswer'
import { readQuery } from '../parameters'
import { connectCounted, type StreamCounts } from '../streamCounts'
import type { CustomerCaller } from './caller'
import { admit, answerFailure, type CustomerApi } from './routes'

/** What `GET /api/customer/:customerId/realtime` is served from. */
export interface CustomerStreamParts {
  api: (CustomerApi & { streams: StreamCounts<CustomerCaller> }) | undefined
  hub: Hub | undefined
  breakConnection?: () => void
}

/** What `GET /api/customer/:customerId/realtime` may be asked. */
export const customerStreamQuery = z.object(liveParameters)

/**
 * Answers one request for the live stream of a customer's own documents: the rules of the
 * supervisors' stream, and nothing in it but what customers are shown.
 */
export const openCustomerStream = async (
  request: Request,
  { api, breakConnection, hub }: CustomerStreamParts,
): Promise<Response> => {
  try {
    const { caller, cors, customerId, url } = await admit(request, api)
    const { collections, lastEventId } = customerStreamQuery.parse(readQuery(url))
    if (!hub || !api) throw new HubRefusal('UNAVAILABLE')
    const resumeFrom = resumePoint(request, lastEventId)
    const client = await connectCounted({ hub, streams: api.streams }, caller, {
      grant: toGrant(caller),
      filter: () => createCustomerFilter(toDocumentId(customerId), collections),
      ...(resumeFrom && { lastEventId: resumeFrom }),
      ...(breakConnection && { breakConnection }),
    })
    return toLiveAnswer(request, client, { Vary: 'Origin', ...cors })
  } catch (error) {
    return answerFailure(request, api, toLiveFailure(error))
  }
}

const toGrant = (caller: CustomerCaller): Grant =>
  caller.kind === 'customer'
    ? { kind: caller.kind, userId: caller.customerId, expiresAtMs: caller.expiresAtMs }
    : { kind: caller.kind, userId: caller.id, apiKeyIndex: caller.apiKeyIndex }
