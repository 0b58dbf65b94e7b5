import type { IncomingMessage, ServerResponse } from 'node:http'

import { toAnswer } from '@/api/answer'
import { failure } from '@/api/errors'

import { addressOf, pathOf, toRequest, toRequestHead } from './nodeRequest'
import { type DirectParts, routeOf } from './routes'
import { writeAnswer, writeResponse } from './writeAnswer'

/** Answers a request where it is one of those that are asked often. @returns whether it is */
export type AnswerDirectly = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * Answers customers' documents and live streams before Next is asked: its way from a request to a
 * response costs more than the answer does (docs/performance.md). The answers are those of the
 * routes in `src/app`, which serve whatever is asked otherwise, and in development everything.
 * They are not compressed: documents are small, and a proxy can do it (docs/production.md).
 */
export const createDirectAnswers =
  (parts: DirectParts): AnswerDirectly =>
  (request, response) => {
    const answer = answerOf(request, parts)
    if (!answer) return false
    answer(response)
      .catch((error: unknown) => fail(response, error, parts))
      .catch(() => response.destroy())
    return true
  }

const answerOf = (
  request: IncomingMessage,
  parts: DirectParts,
): ((response: ServerResponse) => Promise<void>) | undefined => {
  const path = pathOf(request)
  if (!methods.has(request.method ?? ''))
    return (response) => writeFailure(response, noSuchMethod())
  if (!isAddress(path)) return (response) => writeFailure(response, notAnAddress())
  const route = request.method === 'GET' ? routeOf(path) : undefined
  const address = route && addressOf(request)
  // Dot segments, backslashes and the like stand for another path: Next is to say which.
  if (!route || address?.pathname !== path) return undefined
  if ('answer' in route)
    return async (response) =>
      writeAnswer(response, await route.answer(toRequestHead(request, address), parts.api))
  return async (response) => {
    // A body that nobody reads would stop Node from noticing that the client has left.
    request.resume()
    const breakConnection = (): void => void response.destroy()
    const opened = await route.open(toRequest(request, address), { ...parts, breakConnection })
    await writeResponse(response, opened)
  }
}

const fail = (response: ServerResponse, error: unknown, { payload }: DirectParts): unknown => {
  payload.logger.error({ err: error, msg: 'An answer could not be sent' })
  return response.headersSent
    ? response.destroy()
    : writeFailure(response, failure(500, 'INTERNAL_ERROR', 'Something went wrong.'))
}

const writeFailure = async (response: ServerResponse, answer: Response): Promise<void> =>
  writeAnswer(response, await toAnswer(answer))

const notAnAddress = (): Response =>
  failure(400, 'INVALID_REQUEST', 'The address is no path, or not encoded as paths are.')

/** Next fails at any other one, in plain text, and says so in the log each time. */
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

const noSuchMethod = (): Response =>
  failure(501, 'NOT_IMPLEMENTED', `The methods are ${[...methods].join(', ')}.`)

/** Next fails where an address is no path (`OPTIONS *`), or has escapes that stand for no text. */
const isAddress = (path: string): boolean => {
  if (!path.startsWith('/')) return false
  if (!path.includes('%')) return true
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}
