import type { RealtimeFrame } from '@/realtime/frames'

/** How the connection to the live stream stands. */
export type ConnectionStatus =
  /** Never connected yet. */
  | 'connecting'
  | 'live'
  /** Lost; tries again by itself. */
  | 'reconnecting'
  /** Turned away, as the user has too many streams open; tries again by itself, slowly. */
  | 'overLimit'
  /** Connected again, but what is on the screen has to be loaded again first. */
  | 'resynchronising'

/** How the stream itself stands, whatever is loaded beside it. */
export type StreamStatus = Extract<ConnectionStatus, 'live' | 'reconnecting' | 'overLimit'>

/** The parts of the stream's life that its user has to know. */
export interface StreamHandlers {
  onFrame: (frame: RealtimeFrame, id: string | undefined) => void
  onStatus: (status: StreamStatus) => void
  /** The session has ended, or its role does not suffice any more; the stream is closed. */
  onRefused: (status: 401 | 403) => void
}

const retryDelaysMs = [500, 1_000, 2_000, 5_000, 10_000, 15_000]
/** Room comes when somebody closes a browser, not soon. */
const overLimitDelayMs = 30_000

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
  let isOverLimit = false
  let isClosed = false

  const connect = (): void => {
    clearTimeout(retry)
    source?.close()
    if (isClosed) return
    source = new EventSource(
      position === undefined ? address : `${address}?lastEventId=${encodeURIComponent(position)}`,
    )
    source.onopen = () => {
      failures = 0
      isOverLimit = false
      handlers.onStatus('live')
    }
    source.onmessage = receive
    for (const type of ['connected', 'resync']) source.addEventListener(type, receive)
    source.onerror = () => {
      const isTurnedAway = source?.readyState === EventSource.CLOSED
      // Whoever was over the limit most likely still is: nothing is said before it is known.
      if (!isTurnedAway || !isOverLimit) handlers.onStatus('reconnecting')
      if (isTurnedAway) void recover()
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
    if (refusal === 401 || refusal === 403) {
      close()
      handlers.onRefused(refusal)
      return
    }
    isOverLimit = refusal === 429
    handlers.onStatus(isOverLimit ? 'overLimit' : 'reconnecting')
    clearTimeout(retry)
    retry = setTimeout(connect, isOverLimit ? overLimitDelayMs : nextDelayMs())
  }

  const nextDelayMs = () => retryDelaysMs[Math.min(failures++, retryDelaysMs.length - 1)]

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

const address = '/api/realtime'

/** Why the server turned the stream away, which an `EventSource` does not tell. */
const readRefusal = async (): Promise<401 | 403 | 429 | undefined> => {
  try {
    const { body, status } = await fetch(address, { credentials: 'include' })
    void body?.cancel()
    return status === 401 || status === 403 || status === 429 ? status : undefined
  } catch {
    // Not reachable: that is no refusal, and the caller tries again.
    return undefined
  }
}
