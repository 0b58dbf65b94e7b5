import type { DataFromCollectionSlug } from 'payload'

import { pairsOf, parseJson } from '../../format/json'
import type { Tone } from '../../format/tone'

/** An event that could not be applied, as the reader may see it. */
export type DeadLetter = DataFromCollectionSlug<'dead-letters'>

/** One line of the audit trail. */
export type AuditEvent = DataFromCollectionSlug<'audit-events'>

/** How a dead letter's status feels. */
export const toneOf = (status: DeadLetter['status']): Tone =>
  status === 'parked' ? 'warn' : status === 'retried' ? 'ok' : 'none'

/** The entry's fields behind their stored text, a flat list of names and values. */
export const readFields = (text: string): { name: string; value: string }[] | undefined => {
  const list = parseJson(text)
  return Array.isArray(list) ? pairsOf(list.map(String)) : undefined
}
