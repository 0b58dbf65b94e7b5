import type { Payload } from 'payload'
import { z } from 'zod'

import { toDocumentId } from '@/ledger/documentId'
import { databaseOf } from '@/queries/database'
import { createFilter, type Filter } from '@/realtime/filter'
import { HubRefusal, type Hub } from '@/realtime/hub'
import { readLinks } from '@/realtime/links'

import { toErrorResponse } from './errors'
import { liveParameters, resumePoint, toLiveAnswer, toLiveFailure } from './liveAnswer'
import { readGrant } from './liveGrants'
import { readQuery } from './parameters'
import { withoutForeignCookies } from './sameOrigin'
import { requireStaff } from './staff'
import { connectCounted, type StreamCounts } from './streamCounts'
import { userOf } from './userOf'

/** What `GET /api/realtime` is served from. */
export interface LiveStreamParts {
  payload: Payload
  hub: Hub | undefined
  /** Counts by the id of the user. */
  streams: StreamCounts<string> | undefined
  breakConnection?: () => void
}

/** What `GET /api/realtime` may be asked. */
export const liveQuery = z.object({
  conversation: z.string().min(1).max(1_600).optional().meta({
    description: 'One conversation, with its application and customer.',
  }),
  ...liveParameters,
})

/** Answers one request for the live stream (contract: live stream). */
export const openLiveStream = async (
  incoming: Request,
  { breakConnection, hub, payload, streams }: LiveStreamParts,
): Promise<Response> => {
  try {
    const request = withoutForeignCookies(incoming)
    const user = await userOf(payload, request.headers)
    requireStaff(user)
    const { collections, conversation, lastEventId } = liveQuery.parse(
      readQuery(new URL(request.url)),
    )
    if (!hub || !streams) throw new HubRefusal('UNAVAILABLE')
    const resumeFrom = resumePoint(request, lastEventId)
    const grant = await readGrant({ headers: request.headers, payload, user: user! })
    const client = await connectCounted({ hub, streams }, grant.userId, {
      grant,
      filter: () => makeFilter({ payload, collections, conversation }),
      ...(resumeFrom && { lastEventId: resumeFrom }),
      ...(breakConnection && { breakConnection }),
    })
    return toLiveAnswer(request, client)
  } catch (error) {
    return toErrorResponse(toLiveFailure(error), (unexpected) =>
      payload.logger.error({ err: unexpected, msg: 'A live stream was not opened' }),
    )
  }
}

const makeFilter = async ({
  collections,
  conversation,
  payload,
}: {
  payload: Payload
  collections: string[] | undefined
  conversation: string | undefined
}): Promise<Filter> => {
  if (conversation === undefined) return createFilter({ ...(collections && { collections }) })
  const ids = [...new Set([conversation, toDocumentId(conversation)])]
  const links = await readLinks(databaseOf(payload), ids)
  return createFilter({
    conversation: { ids, ...(links && { links }) },
    ...(collections && { collections }),
  })
}
