import type { Payload } from 'payload'
import { z } from 'zod'

import { toDocumentId } from '@/ledger/documentId'
import { databaseOf } from '@/queries/database'
import { createFilter, type Filter } from '@/realtime/filter'
import { HubRefusal, isHubRefusal, type Hub } from '@/realtime/hub'
import { readLinks } from '@/realtime/links'
import { streamHeaders } from '@/realtime/sse'

import { ApiFailure, toErrorResponse } from './errors'
import { readGrant } from './liveGrants'
import { withoutForeignCookies } from './sameOrigin'
import { requireStaff } from './staff'

/** What `GET /api/realtime` is served from. */
export interface LiveStreamParts {
  payload: Payload
  hub: Hub | undefined
  breakConnection?: () => void
}

const query = z.object({
  conversation: z.string().min(1).max(1_600).optional(),
  collections: z
    .string()
    .max(400)
    .transform((list) => list.split(',').filter((name) => name !== ''))
    .optional(),
  lastEventId: z.string().max(64).optional(),
})

/** Answers one request for the live stream (contract: live stream). */
export const openLiveStream = async (
  incoming: Request,
  { breakConnection, hub, payload }: LiveStreamParts,
): Promise<Response> => {
  try {
    const request = withoutForeignCookies(incoming)
    const { user } = await payload.auth({ headers: request.headers })
    requireStaff(user)
    const { collections, conversation, lastEventId } = readQuery(request.url)
    if (!hub) throw new HubRefusal('UNAVAILABLE')
    const resumeFrom = request.headers.get('last-event-id') ?? lastEventId
    const client = await hub.connect({
      grant: await readGrant({ headers: request.headers, payload, user: user! }),
      filter: () => makeFilter({ payload, collections, conversation }),
      ...(resumeFrom && { lastEventId: resumeFrom }),
      ...(breakConnection && { breakConnection }),
    })
    request.signal.addEventListener('abort', client.end, { once: true })
    if (request.signal.aborted) client.end()
    return new Response(client.body, { headers: streamHeaders })
  } catch (error) {
    return toErrorResponse(
      isHubRefusal(error) ? new ApiFailure(503, error.code, error.message) : error,
      (unexpected) =>
        payload.logger.error({ err: unexpected, msg: 'A live stream was not opened' }),
    )
  }
}

const readQuery = (url: string): z.infer<typeof query> => {
  const { searchParams } = new URL(url)
  const given = Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
  return query.parse(given)
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
