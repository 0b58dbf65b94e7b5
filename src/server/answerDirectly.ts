import type { IncomingMessage, ServerResponse } from 'node:http'

import type { Payload } from 'payload'

import { toAnswer } from '@/api/answer'
import {
  answerApplication,
  answerApplications,
  answerConversations,
  type CustomerApi,
  type CustomerRoute,
} from '@/api/customer/routes'
import { openCustomerStream } from '@/api/customer/stream'
import type { StreamCounts } from '@/api/customer/streamCounts'
import { failure } from '@/api/errors'
import { openLiveStream } from '@/api/liveStream'
import type { Hub } from '@/realtime/hub'

import { addressOf, toRequest, toRequestHead } from './nodeRequest'
import { writeAnswer, writeResponse } from './writeAnswer'

/** Answers a request where it is one of those that are asked often. @returns whether it is */
export type AnswerDirectly = (request: IncomingMessage, response: ServerResponse) => boolean

/** What direct answers are served from. */
export interface DirectParts {
  customers: CustomerApi & { streams: StreamCounts }
  hub: Hub
  payload: Payload
}

type Stream = (request: Request, parts: DirectParts & Breaker) => Promise<Response>
type Breaker = { breakConnection: () => void }

const documents: [RegExp, CustomerRoute][] = [
  [/^\/api\/customer\/[^/]+\/applications$/, answerApplications],
  [/^\/api\/customer\/[^/]+\/application\/[^/]+$/, answerApplication],
  [/^\/api\/customer\/[^/]+\/conversations$/, answerConversations],
]
const streams: [RegExp, Stream][] = [
  [/^\/api\/realtime$/, openLiveStream],
  [
    /^\/api\/customer\/[^/]+\/realtime$/,
    (request, { breakConnection, customers, hub }) =>
      openCustomerStream(request, { api: customers, hub, breakConnection }),
  ],
]

/**
 * Answers customers' documents and live streams before Next is asked: its way from a request to a
 * response costs three times what the answer does (docs/performance.md). The answers are those of
 * the routes in `src/app`, which serve whatever is asked otherwise, and in development everything.
 */
export const createDirectAnswers =
  (parts: DirectParts): AnswerDirectly =>
  (request, response) => {
    const url = addressOf(request)
    if (!url) return false
    if (!isDecodable(url.pathname)) {
      void toAnswer(notAnAddress()).then((ready) => writeAnswer(response, ready))
      return true
    }
    if (request.method !== 'GET' || !url.pathname.startsWith('/api/')) return false
    const answer = find(documents, url.pathname)
    const open = answer ? undefined : find(streams, url.pathname)
    if (!answer && !open) return false
    const answered = answer
      ? answer(toRequestHead(request, url), parts.customers).then((ready) =>
          writeAnswer(response, ready),
        )
      : stream({ request, response, url, open: open!, parts })
    answered.catch((error: unknown) => {
      parts.payload.logger.error({ err: error, msg: 'An answer could not be sent' })
      response.destroy()
    })
    return true
  }

const stream = async ({
  open,
  parts,
  request,
  response,
  url,
}: {
  request: IncomingMessage
  response: ServerResponse
  url: URL
  open: Stream
  parts: DirectParts
}): Promise<void> => {
  const left = new AbortController()
  response.once('close', () => left.abort())
  const breakConnection = (): void => void response.destroy()
  const asked = toRequest(request, { url, signal: left.signal })
  await writeResponse(response, await open(asked, { ...parts, breakConnection }))
}

const notAnAddress = (): Response =>
  failure(400, 'INVALID_REQUEST', 'The address is not encoded as addresses are.')

/** Next fails where an address has escapes that stand for no text. */
const isDecodable = (path: string): boolean => {
  if (!path.includes('%')) return true
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

const find = <Found>(routes: [RegExp, Found][], path: string): Found | undefined =>
  routes.find(([pattern]) => pattern.test(path))?.[1]
