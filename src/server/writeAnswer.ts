import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

import type { Answer } from '@/api/answer'

/** Sends an answer that is ready as a whole, in one write. */
export const writeAnswer = (response: ServerResponse, { body, headers, status }: Answer): void => {
  response.writeHead(status, {
    ...headers,
    ...(body !== undefined && { 'Content-Length': Buffer.byteLength(body) }),
  })
  response.end(body)
}

/**
 * Sends a response as it comes. What the client does not take is not asked for: at most one part
 * waits for it.
 */
export const writeResponse = async (
  response: ServerResponse,
  { body, headers, status }: Response,
): Promise<void> => {
  const reader = body?.getReader()
  const left = new AbortController()
  // The request's own signal would not do: it is held weakly, and gone once garbage is collected.
  const leave = (): void => {
    left.abort()
    void reader?.cancel().catch(() => undefined)
  }
  response.once('close', leave)
  if (response.destroyed) leave()
  response.writeHead(status, Object.fromEntries(headers))
  // A live stream may have nothing to tell for a while, and the client wants to know that it is there.
  response.flushHeaders()
  try {
    for (;;) {
      const part = await reader?.read()
      if (!part || part.done || response.destroyed) break
      if (!response.write(part.value)) await once(response, 'drain', { signal: left.signal })
    }
    response.end()
  } catch {
    // Either the client has left, or it was cut off: there is nobody to tell.
    response.destroy()
  }
}
