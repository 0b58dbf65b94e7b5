import type { LiveStatus } from '@/realtime/liveStatus'

import type {
  Application,
  Conversation,
  ConversationPage,
  Customer,
  TranscriptPage,
} from './documents'
import { get, RequestFailed } from './get'

export { RequestFailed }

/** A page of the conversations that match, newest first. */
export const searchConversations = (
  { cursor, limit, query }: { query: string; cursor?: string; limit: number },
  signal?: AbortSignal,
): Promise<ConversationPage> =>
  get(
    `/api/conversations/search?${new URLSearchParams({
      q: query,
      limit: String(limit),
      ...(cursor && { cursor }),
    })}`,
    signal,
  )

/** How many conversations there are in all. */
export const countConversations = async (signal?: AbortSignal): Promise<number> =>
  (await get<{ totalDocs: number }>('/api/conversations/count', signal)).totalDocs

/** A part of a transcript; bounds are stream ids, exclusive; without any, the newest part. */
export const readTranscript = (
  conversationId: string,
  { limit, ...bounds }: { after?: string; before?: string; limit: number },
  signal?: AbortSignal,
): Promise<TranscriptPage> =>
  get(
    `/api/conversations/${encodeURIComponent(conversationId)}/transcript?${new URLSearchParams({
      ...bounds,
      limit: String(limit),
    })}`,
    signal,
  )

/** One conversation, without what was said in it. */
export const readConversation = async (id: string, signal?: AbortSignal): Promise<Conversation> => {
  const { docs } = await get<{ docs: Conversation[] }>(
    `/api/conversations?${new URLSearchParams({
      'where[id][equals]': id,
      depth: '0',
      limit: '1',
      pagination: 'false',
    })}`,
    signal,
  )
  if (docs[0] === undefined) throw new RequestFailed(404, 'There is no such conversation')
  return docs[0]
}

/** One application. */
export const readApplication = (id: string, signal?: AbortSignal): Promise<Application> =>
  get(`/api/applications/${encodeURIComponent(id)}?depth=0`, signal)

/** Several applications at once; those that do not exist (yet) are missing from the answer. */
export const readApplications = async (ids: string[]): Promise<Application[]> => {
  const found: Application[] = []
  for (let start = 0; start < ids.length; start += 50) {
    const batch = ids.slice(start, start + 50)
    const search = new URLSearchParams({ depth: '0', limit: '50', pagination: 'false' })
    batch.forEach((id, index) => search.set(`where[id][in][${index}]`, id))
    found.push(...(await get<{ docs: Application[] }>(`/api/applications?${search}`)).docs)
  }
  return found
}

/** One customer. */
export const readCustomer = (id: string, signal?: AbortSignal): Promise<Customer> =>
  get(`/api/customers/${encodeURIComponent(id)}?depth=0`, signal)

/** A customer's latest conversations but one; at most `limit`. */
export const readOtherConversations = async (
  { customerId, exceptId, limit }: { customerId: string; exceptId: string; limit: number },
  signal?: AbortSignal,
): Promise<Conversation[]> =>
  (
    await get<{ docs: Conversation[] }>(
      `/api/conversations?${new URLSearchParams({
        'where[customerId][equals]': customerId,
        'where[id][not_equals]': exceptId,
        sort: '-startedAt',
        depth: '0',
        limit: String(limit),
        pagination: 'false',
      })}`,
      signal,
    )
  ).docs

/**
 * How far what the server has is complete; nothing where it does not say. No failure: the line
 * that shows it says itself that nothing is known.
 */
export const readLiveStatus = async (signal?: AbortSignal): Promise<LiveStatus | null> => {
  try {
    return await get<LiveStatus>('/api/realtime/status', signal)
  } catch (error) {
    if (signal?.aborted || !(error instanceof RequestFailed)) throw error
    return null
  }
}
