import type { StreamId } from '@/ledger/streamId'

import type { Chunk } from './chunks'
import type { Filter } from './filter'
import type { Grant } from './grants'
import { connectedMessage, heartbeatMessage, resyncMessage } from './sse'

export interface LiveClientOptions {
  id: string
  grant: Grant
  filter: Filter
  /** The client has seen everything up to here. */
  cursor: StreamId
  /** Begin with a resync: what the client missed is not known. */
  isLost: boolean
  /** What follows a place; at once where it is in memory. */
  read: (cursor: StreamId, filter: Filter) => Chunk | Promise<Chunk>
  /** The newest position, to go on from after a loss. */
  head: () => StreamId
  now: () => number
  onEnd: () => void
  onError: (error: unknown) => void
  /** Breaks the connection where ending the stream does not: a reader that does not read. */
  breakConnection?: () => void
}

/** One live stream. It holds a place in the feed, not a buffer: the reader pulls what follows. */
export interface LiveClient {
  id: string
  grant: Grant
  body: ReadableStream<Uint8Array>
  /** Something new is in the feed. */
  wake: () => void
  beat: () => void
  resync: () => void
  /** Since when something waits for a reader that does not read, if so. */
  stalledSince: () => number | undefined
  end: () => void
  cutOff: () => void
}

/** @see LiveClient */
export const createLiveClient = (options: LiveClientOptions): LiveClient => {
  const { filter, grant, head, id, now, read } = options
  let cursor = options.cursor
  let hasEnded = false
  let isBeatDue = false
  let isResyncDue = options.isLost
  let isGreeted = false
  let isRung = true
  /** Set while the reader waits for us; absent while we wait for the reader. */
  let wakeReader: (() => void) | undefined
  let isPulling = false
  let waitingSince: number | undefined
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined

  const ring = (): void => {
    isRung = true
    wakeReader?.()
    if (!isPulling) waitingSince ??= now()
  }

  /** What the reader is owed next; nothing where it has everything. */
  const next = async (): Promise<Uint8Array | undefined> => {
    if (!isGreeted) {
      isGreeted = true
      return connectedMessage({ type: 'connected', clientId: id, position: cursor })
    }
    if (isResyncDue) {
      isResyncDue = false
      cursor = head()
      return resyncMessage(cursor)
    }
    const messages = await collect()
    if (messages) return messages
    if (!isBeatDue) return undefined
    isBeatDue = false
    return heartbeatMessage(cursor)
  }

  const collect = async (): Promise<Uint8Array | undefined> => {
    for (;;) {
      const reading = read(cursor, filter)
      const { isLost, message, position } = reading instanceof Promise ? await reading : reading
      if (isLost) {
        isResyncDue = true
        return next()
      }
      if (position === undefined || isResyncDue) return undefined
      cursor = position
      if (message) return message
    }
  }

  const pull = async (): Promise<void> => {
    isPulling = true
    waitingSince = undefined
    try {
      while (!hasEnded) {
        isRung = false
        const message = await next()
        if (hasEnded) return
        if (message) {
          controller?.enqueue(message)
          return
        }
        if (!isRung) await new Promise<void>((resolve) => (wakeReader = resolve))
        wakeReader = undefined
      }
    } finally {
      isPulling = false
    }
  }

  const leave = (): boolean => {
    if (hasEnded) return false
    hasEnded = true
    wakeReader?.()
    options.onEnd()
    return true
  }

  const body = new ReadableStream<Uint8Array>(
    {
      start: (given) => {
        controller = given
      },
      pull: () =>
        pull().catch((error: unknown) => {
          options.onError(error)
          if (leave()) controller?.error(error)
        }),
      cancel: () => {
        leave()
      },
    },
    // Nothing is made before the reader asks for it.
    { highWaterMark: 0 },
  )

  return {
    id,
    grant,
    body,
    wake: ring,
    beat: () => {
      isBeatDue = true
      ring()
    },
    resync: () => {
      isResyncDue = true
      ring()
    },
    stalledSince: () => waitingSince,
    end: () => {
      if (leave()) controller?.close()
    },
    cutOff: () => {
      if (leave()) controller?.error(new ReaderCutOff(id))
      options.breakConnection?.()
    },
  }
}

/** A live stream's reader did not read. */
export class ReaderCutOff extends Error {
  override readonly name = 'AbortError'
  readonly code = 'READER_CUT_OFF'

  constructor(clientId: string) {
    super(`The reader ${clientId} did not read what waited for it`)
  }
}
