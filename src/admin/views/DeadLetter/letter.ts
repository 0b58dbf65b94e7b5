import type { DataFromCollectionSlug } from 'payload'

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
  const list = parse(text)
  if (!Array.isArray(list)) return undefined
  const texts = list.map(String)
  return texts.flatMap((name, index) =>
    index % 2 === 0 ? [{ name, value: texts[index + 1] ?? '' }] : [],
  )
}

/** JSON in lines and indents; any other text as it came. */
export const prettify = (text: string): string => {
  const value = parse(text)
  if (typeof value !== 'object' || value === null) return text
  return JSON.stringify(value, null, 2)
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // It is shown as the text that came.
    return undefined
  }
}
