import { z } from 'zod'

import { isHubRefusal } from '@/realtime/hub'
import type { LiveClient } from '@/realtime/liveClient'
import { streamHeaders } from '@/realtime/sse'

import { ApiFailure } from './errors'

/** What every live stream may be asked. */
export const liveParameters = {
  collections: z
    .string()
    .max(400)
    .transform((list) => list.split(',').filter((name) => name !== ''))
    .optional()
    .meta({ description: 'Collections, separated by commas; `utterances` is one of them.' }),
  lastEventId: z.string().max(64).optional().meta({
    description: 'The last id that was seen, where the header `Last-Event-ID` cannot be sent.',
  }),
}

/** Where a client left off: what a browser says by itself, else what the address says. */
export const resumePoint = (
  { headers }: Request,
  lastEventId: string | undefined,
): string | undefined => headers.get('last-event-id') ?? lastEventId

/** The answer that streams to a client until it leaves. */
export const toLiveAnswer = (
  { method, signal }: Request,
  client: LiveClient,
  headers: Record<string, string> = {},
): Response => {
  signal.addEventListener('abort', client.end, { once: true })
  // Of an answer to `HEAD` nobody reads the body, or cancels it.
  if (signal.aborted || method === 'HEAD') client.end()
  return new Response(client.body, { headers: { ...streamHeaders, ...headers } })
}

/** What a hub that refuses is to whoever asked; any other error as it is. */
export const toLiveFailure = (error: unknown): unknown =>
  isHubRefusal(error) ? new ApiFailure(503, error.code, error.message) : error
