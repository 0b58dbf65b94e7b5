import { randomUUID } from 'node:crypto'
import { channel, subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'

/**
 * A web stream that ends cannot end a connection whose reader does not read: the server waits for
 * the reader first. So each live stream's connection is marked when its request arrives, and can
 * be broken by that mark.
 */
const markHeader = 'x-live-connection'
const livePath = /^\/api\/(?:realtime|customer\/[^/?]+\/realtime)/
const startChannel = 'http.server.request.start'

/** Connections of live streams that are open in this process. */
export interface Connections {
  /** What breaks the connection of a request, where it came in through this process' server. */
  breakerOf: (headers: Headers) => (() => void) | undefined
}

const key = Symbol.for('billie.liveConnections')

const holder = globalThis as { [key]?: Connections }

/** Begins to mark live streams' connections; a process does it once, before it serves. */
export const markConnections = (): Connections => (holder[key] ??= begin())

const begin = (): Connections => {
  const open = new Map<string, ServerResponse>()
  channel(startChannel)
  subscribe(startChannel, (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    if (!livePath.test(request.url ?? '')) return
    const mark = randomUUID()
    request.headers[markHeader] = mark
    const keep = (): void => {
      open.set(mark, response)
      response.once('close', () => open.delete(mark))
    }
    // What waits for the answer before it is never closed, and would be kept for ever.
    if (response.socket) keep()
    else response.once('socket', keep)
  })
  return {
    breakerOf: (headers) => {
      const mark = headers.get(markHeader)
      return mark !== null && open.has(mark) ? () => open.get(mark)?.destroy() : undefined
    },
  }
}
