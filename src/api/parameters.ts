import type { PayloadRequest } from 'payload'
import { z } from 'zod'

import { isStreamId, streamIdPattern } from '@/ledger/streamId'
import { parseInstant } from '@/ledger/values'

import { invalidRequest } from './errors'

/**
 * The query of a request, each name once.
 * @throws {ApiFailure} 400 where a name stands twice
 */
export const readQuery = ({ searchParams }: PayloadRequest | URL): Record<string, string> => {
  const query: Record<string, string> = {}
  for (const [name, value] of searchParams) {
    if (Object.hasOwn(query, name)) throw invalidRequest(`${name} stands more than once`)
    Object.defineProperty(query, name, { value, enumerable: true })
  }
  return query
}

/** The `:id` of a request: any text that an id can be. */
export const readId = ({ routeParams }: PayloadRequest): string =>
  z.string().min(1).max(8_192).parse(routeParams?.id)

/** A whole number from 1, as text; more than `maximum` means `maximum`. */
export const pageSize = (fallback: number, maximum: number) =>
  z
    .string()
    .regex(/^0*[1-9]\d{0,15}$/, 'must be a whole number above 0')
    .transform((text) => Math.min(Number(text), maximum))
    .prefault(String(fallback))
    .meta({ description: `A whole number from 1; more than ${maximum} means ${maximum}.` })

/** A stream id as Redis writes it. */
export const streamId = z
  .string()
  .regex(streamIdPattern, 'must be a stream id such as 1700000000000-0')
  .meta({ examples: ['1700000000000-0'] })

/** A stream id, or an ISO 8601 time. */
export const moment = z
  .string()
  .meta({ examples: ['1700000000000-0', '2026-03-31T09:30:00Z'] })
  .transform((text, context) => {
    if (isStreamId(text)) return { position: text }
    // A plus sign of an offset arrives as a space where the address was not encoded.
    const time = parseInstant(text.replace(' ', text.includes('T') ? '+' : ' '))
    if (time) return { time }
    context.addIssue({ code: 'custom', message: 'must be a stream id or an ISO 8601 time' })
    return z.NEVER
  })
