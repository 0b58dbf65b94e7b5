import type { z } from 'zod'

import { type Envelope, envelopeFields } from './entry'
import type { EventBase, EventType, LedgerEvent } from './event'
import { isJsonObject, type JsonObject } from './json'
import { eventRules } from './rules'
import type { StreamId } from './streamId'
import { identifier, parseInstant, wholeNumber } from './values'

/** What an entry turned out to be. */
export type Parsed =
  | { kind: 'event'; event: LedgerEvent }
  /** Archived and acknowledged, nothing more: another agent's, or a type that is not known (yet). */
  | { kind: 'ignored'; reason: 'other-agent' | 'unknown-type' }
  /** Breaks the rules of its type: parked at the first attempt, for retrying cannot help. */
  | { kind: 'invalid'; code: 'INVALID_EVENT' | 'TOO_LARGE'; path: string; reason: string }

/** The largest entry that is projected, in UTF-8 bytes of its names and values (spec: envelope). */
export const maximumEntryBytes = 4 * 1024 * 1024

/** More unknown fields are refused: stored, each of them takes many times its size. */
export const maximumExtraFields = 1_000

/** Deeper nesting of `dat` is refused: no known producer comes near, and recursion has an end. */
export const maximumDatDepth = 200

/**
 * Reads one entry of the ledger by the rules of its type (spec: `events.md`). Pure: the same
 * entry gives the same answer, whatever was read before it.
 */
export const parseEntry = (id: StreamId, envelope: Envelope): Parsed => {
  const bytes = sizeInBytes(envelope)
  if (bytes > maximumEntryBytes)
    return { kind: 'invalid', code: 'TOO_LARGE', path: '', reason: `has ${bytes} bytes, over 4 MB` }
  const fields = (envelope.extra?.length ?? 0) / 2
  if (fields > maximumExtraFields)
    return { kind: 'invalid', code: 'TOO_LARGE', path: '', reason: `has ${fields} unknown fields` }
  if (envelope.agt !== 'broker') return { kind: 'ignored', reason: 'other-agent' }
  if (!envelope.typ) return invalid('typ', 'is missing')
  if (!isKnownType(envelope.typ)) return { kind: 'ignored', reason: 'unknown-type' }
  try {
    return { kind: 'event', event: readEvent(id, envelope, envelope.typ) }
  } catch (error) {
    if (error instanceof Invalid) return invalid(error.path, error.message)
    throw error
  }
}

/** Whether the projections know this type of event. */
export const isKnownType = (type: string): type is EventType => Object.hasOwn(readers, type)

/** An entry's size on the wire, in UTF-8 bytes of its names and values. */
export const sizeInBytes = (envelope: Envelope): number => {
  let bytes = 0
  for (const name of envelopeFields) {
    const value = envelope[name]
    if (value !== undefined) bytes += name.length + Buffer.byteLength(value)
  }
  for (const text of envelope.extra ?? []) bytes += Buffer.byteLength(text)
  return bytes
}

interface Source {
  base: EventBase
  envelope: Envelope
}

/** One reader a type: checks `dat`, demands the ids that the type needs, and gives full words. */
const readers: { [Type in EventType]: (source: Source) => LedgerEvent } = {
  conversation_started: ({ base, envelope }) => {
    // It says nothing beyond its envelope, so that a missing `dat` breaks no rule.
    if (envelope.dat) check(eventRules.conversation_started.dat, readJson(envelope.dat))
    return { ...base, type: 'conversation_started', conversationId: need(base, 'conversationId') }
  },
  user_input: (source) => readUtterance(source, 'user_input'),
  assistant_response: (source) => readUtterance(source, 'assistant_response'),
  applicationDetail_changed: ({ base, envelope }) => {
    const detail = check(eventRules.applicationDetail_changed.dat, readJson(envelope.dat))
    const applicationId = base.applicationId ?? detail.applicationNumber
    if (applicationId === undefined)
      throw new Invalid('aid', 'is missing, and so is dat.applicationNumber')
    const customerId = detail.customerId ?? base.customerId
    return {
      ...base,
      ...(customerId && { customerId }),
      type: 'applicationDetail_changed',
      applicationId,
      detail,
    }
  },
  identityRisk_assessment: (source) => readAssessment(source, 'identityRisk_assessment'),
  serviceability_assessment_results: (source) =>
    readAssessment(source, 'serviceability_assessment_results'),
  fraudCheck_results: (source) => readAssessment(source, 'fraudCheck_results'),
  noticeboard_updated: ({ base, envelope }) => ({
    ...base,
    type: 'noticeboard_updated',
    applicationId: need(base, 'applicationId'),
    note: check(eventRules.noticeboard_updated.dat, readJson(envelope.dat)),
  }),
  final_decision: ({ base, envelope }) => ({
    ...base,
    type: 'final_decision',
    applicationId: need(base, 'applicationId'),
    outcome: check(eventRules.final_decision.dat, readJson(envelope.dat)).outcome,
  }),
  conversation_summary: ({ base, envelope }) => ({
    ...base,
    type: 'conversation_summary',
    conversationId: need(base, 'conversationId'),
    summary: check(eventRules.conversation_summary.dat, readJson(envelope.dat)),
  }),
}

const readEvent = (id: StreamId, envelope: Envelope, type: EventType): LedgerEvent => {
  const occurredAt = envelope.tsp === undefined ? undefined : parseInstant(envelope.tsp)
  if (!occurredAt) throw new Invalid('tsp', envelope.tsp ? 'is not an ISO 8601 time' : 'is missing')
  const base: EventBase = {
    id,
    occurredAt,
    ...(envelope.cid && { conversationId: check(identifier, envelope.cid, 'cid') }),
    ...(envelope.aid && { applicationId: check(identifier, envelope.aid, 'aid') }),
    ...(envelope.uid && { customerId: check(identifier, envelope.uid, 'uid') }),
  }
  return readers[type]({ base, envelope })
}

const readUtterance = (
  { base, envelope }: Source,
  type: 'user_input' | 'assistant_response',
): LedgerEvent => {
  const utterance = check(eventRules[type].dat, readJson(envelope.dat))
  // The envelope's own number is only a default: one that is no number is none.
  const seq = wholeNumber.safeParse(envelope.seq)
  return {
    ...base,
    type,
    conversationId: need(base, 'conversationId'),
    utterance:
      utterance.prevSeq === undefined && seq.success
        ? { ...utterance, prevSeq: seq.data }
        : utterance,
  }
}

const readAssessment = (
  { base, envelope }: Source,
  type: 'identityRisk_assessment' | 'serviceability_assessment_results' | 'fraudCheck_results',
): LedgerEvent => ({
  ...base,
  type,
  applicationId: need(base, 'applicationId'),
  assessment: check(eventRules[type].dat, readJson(envelope.dat)),
})

const wireNames = { conversationId: 'cid', applicationId: 'aid' } as const

const need = (base: EventBase, name: keyof typeof wireNames): string => {
  const id = base[name]
  if (id === undefined) throw new Invalid(wireNames[name], 'is missing')
  return id
}

const readJson = (text: string | undefined): JsonObject => {
  if (text === undefined) throw new Invalid('dat', 'is missing')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new Invalid(
      'dat',
      `is not JSON: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
  if (!isJsonObject(value)) throw new Invalid('dat', 'is not a JSON object')
  if (isDeeperThan(value, maximumDatDepth))
    throw new Invalid('dat', `is nested deeper than ${maximumDatDepth} levels`)
  return loneSurrogateEscape.test(text) ? withWellFormedText(value) : value
}

const loneSurrogateEscape = /\\u[dD][89a-fA-F]/

/** Text that is no valid Unicode cannot be stored; what is wrong in it becomes U+FFFD. */
const withWellFormedText = (value: JsonObject): JsonObject =>
  JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === 'string' ? item.toWellFormed() : item,
  ) as JsonObject

/** Looks no deeper than the limit, so that the deepest text cannot exhaust the stack. */
const isDeeperThan = (container: object, limit: number): boolean => {
  if (limit < 0) return true
  for (const item of Object.values(container))
    if (typeof item === 'object' && item !== null && isDeeperThan(item as object, limit - 1))
      return true
  return false
}

const check = <T extends z.ZodType>(schema: T, value: unknown, at = 'dat'): z.output<T> => {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  throw new Invalid([at, ...issue.path.map(String)].join('.'), issue.message)
}

const invalid = (path: string, reason: string): Parsed => ({
  kind: 'invalid',
  code: 'INVALID_EVENT',
  path,
  reason,
})

class Invalid extends Error {
  constructor(
    readonly path: string,
    reason: string,
  ) {
    super(reason)
  }
}
