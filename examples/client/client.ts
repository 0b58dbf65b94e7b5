import type { Application, Conversation, Customer } from '../../payload-types'

/** Where the product is, and the API key that is shown to it. */
export interface ClientOptions {
  url: string
  apiKey: string
}

/** A page of a list; `nextCursor` leads on, and is null on the last one. */
export interface Page<T> {
  docs: T[]
  nextCursor: string | null
}

/** What a search tells of a conversation. */
export type FoundConversation = Pick<
  Conversation,
  'id' | 'conversationId' | 'applicationNumber' | 'customerName' | 'status' | 'startedAt'
>

/** A conversation with its application and customer, as they stood at a time. */
export interface PastState {
  conversation: Conversation | null
  application: Application | null
  customer: Customer | null
}

/** One change, with the id to go on from. */
export interface Change {
  id: string
  collection: string
  operation: 'create' | 'update'
  doc: { id?: string; conversationId?: string; revision?: number }
  /** Stream id of the event that caused it. */
  eventId: string
  timestamp: string
}

/** More was missed than is kept: load again, then go on from `id`. */
export interface Resync {
  id: string | undefined
  type: 'resync'
}

/** What the product refused, with its code. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused'

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** When to try again, where it says that. */
    readonly retryAfterMs?: number,
  ) {
    super(message)
  }
}

/** The part of the product's API that a dashboard of one's own needs. */
export const createClient = ({ apiKey, url }: ClientOptions) => {
  const headers = { Authorization: `users API-Key ${apiKey}` }

  const ask = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(`${url}${path}`, {
      ...init,
      headers: { ...headers, ...init.headers },
    })
    if (response.ok) return response
    const body = (await response.json().catch(() => ({}))) as {
      errors?: { code?: string; message?: string }[]
    }
    const [error] = body.errors ?? []
    throw new RequestRefused(
      response.status,
      error?.code ?? 'UNKNOWN',
      error?.message ?? response.statusText,
      response.headers.has('retry-after')
        ? Number(response.headers.get('retry-after')) * 1_000
        : undefined,
    )
  }

  const read = async <T>(path: string): Promise<T> => (await ask(path)).json() as Promise<T>

  return {
    /** One page of conversations, newest first; an empty text finds all. */
    searchConversations: ({ cursor, limit = 20, text = '' }: SearchOptions = {}) => {
      const query = new URLSearchParams({
        q: text,
        limit: String(limit),
        ...(cursor !== undefined && { cursor }),
      })
      return read<Page<FoundConversation>>(`/api/conversations/search?${query}`)
    },

    /** A conversation, by its document's `id`, as it stood at a stream id or an ISO 8601 time. */
    readAsOf: (id: string, at: string) =>
      read<PastState>(
        `/api/conversations/${encodeURIComponent(id)}/as-of?at=${encodeURIComponent(at)}`,
      ),

    /**
     * Every change from now on, or after `lastEventId`: without a gap and without a repeat. Where
     * the connection breaks, or too many are open, it comes back by itself; it ends when `signal`
     * says so, and throws what else the product refused.
     */
    follow: (options: FollowOptions) => follow(ask, options),
  }
}

/** @see createClient */
export type Client = ReturnType<typeof createClient>

interface SearchOptions {
  text?: string
  limit?: number
  cursor?: string
}

/** What to follow, and until when. */
export interface FollowOptions {
  signal: AbortSignal
  /** One conversation with its application and customer; all of them where nothing is said. */
  conversationId?: string
  lastEventId?: string | undefined
  /** How long to wait before coming back, in milliseconds. */
  retryMs?: number
}

type Ask = (path: string, init?: RequestInit) => Promise<Response>

async function* follow(
  ask: Ask,
  { conversationId, lastEventId, retryMs = 1_000, signal }: FollowOptions,
): AsyncGenerator<Change | Resync> {
  let last = lastEventId
  const query =
    conversationId === undefined ? '' : `?conversation=${encodeURIComponent(conversationId)}`
  while (!signal.aborted) {
    let waitMs = retryMs
    try {
      const response = await ask(`/api/realtime${query}`, {
        signal,
        headers: last === undefined ? {} : { 'Last-Event-ID': last },
      })
      for await (const { data, id } of readFrames(response.body!)) {
        last = id ?? last
        const frame = JSON.parse(data) as { type?: string; position?: string } & Omit<Change, 'id'>
        if (frame.type === 'connected') last ??= frame.position
        else if (frame.type === 'resync') yield { id: last, type: 'resync' }
        else if (id !== undefined) yield { ...frame, id }
      }
    } catch (error) {
      if (signal.aborted) return
      if (error instanceof RequestRefused) {
        if (error.status < 500 && error.status !== 429) throw error
        waitMs = Math.max(waitMs, error.retryAfterMs ?? 0)
      }
    }
    await pause(waitMs, signal)
  }
}

/** The frames of a stream of server-sent events; comments are heartbeats. */
async function* readFrames(
  body: ReadableStream<Uint8Array>,
): AsyncGenerator<{ data: string; id: string | undefined }> {
  const reader = body
    .pipeThrough(new TextDecoderStream() as never)
    .getReader() as ReadableStreamDefaultReader<string>
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      const blocks = (rest + value).split('\n\n')
      rest = blocks.pop() ?? ''
      for (const block of blocks) {
        const lines = block.split('\n')
        const valueOf = (name: string): string[] =>
          lines
            .filter((line) => line.startsWith(`${name}: `))
            .map((line) => line.slice(name.length + 2))
        const data = valueOf('data').join('\n')
        if (data !== '') yield { data, id: valueOf('id').at(-1) }
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
