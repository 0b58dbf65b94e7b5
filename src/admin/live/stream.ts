import type { RealtimeFrame } from '@/realtime/frames'

/** How the connection to the live stream stands. */
export type ConnectionStatus =
  /** Never connected yet. */
  | 'connecting'
  | 'live'
  /** Lost; tries again by itself. */
  | 'reconnecting'
  /** Connected again, but what is on the screen has to be loaded again first. */
  | 'resynchronising'

/** The parts of the stream's life that its user has to know. */
export interface StreamHandlers {
  onFrame: (frame: RealtimeFrame, id: string | undefined) => void
  onStatus: (status: 'live' | 'reconnecting') => void
  /** The session has ended, or its role does not suffice any more; the stream is closed. */
  onRefused: (status: 401 | 403) => void
}

const retryDelaysMs = [500, 1_000, 2_000, 5_000, 10_000, 15_000]

/**
 * Holds the live stream open from a position on: the browser resumes short losses by itself,
 * this resumes what the browser gives up on (an answer that is no stream), with growing delays.
 * @returns a function that closes the stream for good
 */
export const openStream = (lastEventId: string | undefined, handlers: StreamHandlers) => {
  let position = lastEventId
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let isClosed = false

  const connect = (): void => {
    clearTimeout(retry)
    source?.close()
    if (isClosed) return
    source = new EventSource(
      position === undefined
        ? '/api/realtime'
        : `/api/realtime?lastEventId=${encodeURIComponent(position)}`,
    )
    source.onopen = () => {
      failures = 0
      handlers.onStatus('live')
    }
    source.onmessage = receive
    for (const type of ['connected', 'resync']) source.addEventListener(type, receive)
    source.onerror = () => {
      handlers.onStatus('reconnecting')
      if (source?.readyState === EventSource.CLOSED) void recover()
    }
  }

  const receive = (event: MessageEvent<string>): void => {
    const frame = JSON.parse(event.data) as RealtimeFrame
    if (event.lastEventId) position = event.lastEventId
    handlers.onFrame(frame, event.lastEventId || undefined)
  }

  const recover = async (): Promise<void> => {
    const refusal = await readRefusal()
    if (isClosed) return
    if (refusal !== undefined) {
      close()
      handlers.onRefused(refusal)
      return
    }
    retry = setTimeout(connect, retryDelaysMs[Math.min(failures++, retryDelaysMs.length - 1)])
  }

  const lose = (): void => {
    source?.close()
    clearTimeout(retry)
    handlers.onStatus('reconnecting')
  }

  const close = (): void => {
    isClosed = true
    clearTimeout(retry)
    source?.close()
    removeEventListener('online', connect)
    removeEventListener('offline', lose)
  }

  addEventListener('online', connect)
  addEventListener('offline', lose)
  connect()
  return close
}

/** Whether the server refuses this session. It is asked only after the stream was turned away. */
const readRefusal = async (): Promise<401 | 403 | undefined> => {
  try {
    const { status } = await fetch('/api/conversations/search?limit=1', { credentials: 'include' })
    return status === 401 || status === 403 ? status : undefined
  } catch {
    // Not reachable: that is no refusal, and the caller tries again.
    return undefined
  }
}
