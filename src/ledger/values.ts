import { z } from 'zod'

import { isJsonObject, type JsonObject } from './json'

/**
 * The values that occur in events. Types are strict, as the spec asks ("a wrong type of value"
 * is an invalid event); only numbers may come as text.
 */

const decimalPattern = /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*$/

/** A number, or its decimal text: `5000`, `"5000.00"`. */
export const decimal = z
  .union([z.number(), z.string().regex(decimalPattern, 'is not a number')])
  .transform((value, context) => {
    const number = Number(value)
    if (Number.isFinite(number)) return number
    context.addIssue({ code: 'custom', message: 'is not a number' })
    return z.NEVER
  })

/** A whole number, or its text. */
export const wholeNumber = decimal.refine(Number.isInteger, 'is not a whole number').meta({
  anyOf: [
    { type: 'integer' },
    { type: 'string', pattern: String.raw`^\s*[+-]?\d+(\.0*)?([eE]\+?\d{1,3})?\s*$` },
  ],
})

const isoPattern =
  /^(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s?([Zz]|[+-]\d{2}(?::?\d{2})?)?)?$/

/** Text that may be a time: what JSON Schema can say of it. */
const isoText = z.string().meta({
  pattern: `^\\s*${isoPattern.source.slice(1, -1)}\\s*$`,
  examples: ['2026-03-31T09:30:00Z'],
})

/** A point in time, ISO 8601; without an offset it is read as UTC, whatever zone the process is in. */
export const instant = isoText.transform((text, context) => {
  const date = parseInstant(text)
  if (date) return date
  context.addIssue({ code: 'custom', message: 'is not an ISO 8601 time' })
  return z.NEVER
})

/** A calendar day (`1990-05-17`, or a time of which the day counts), as midnight UTC. */
export const day = isoText.transform((text, context) => {
  const date = parseInstant(text.trim().slice(0, 10))
  if (date && (text.trim().length === 10 || parseInstant(text))) return date
  context.addIssue({ code: 'custom', message: 'is not an ISO 8601 day' })
  return z.NEVER
})

/** Any JSON object, kept as it is. */
export const jsonObject = z
  .custom<JsonObject>(isJsonObject, 'is not a JSON object')
  .meta({ type: 'object' })

/** An identifier of a conversation, application or customer. */
export const identifier = z.string().max(512, 'is longer than 512 characters')

/** The point in time that an ISO 8601 text names, or nothing where it names none. */
export const parseInstant = (text: string): Date | undefined => {
  const match = isoPattern.exec(text.trim())
  if (!match) return undefined
  const [, day = '', time = '', fraction = '', offset = ''] = match
  if (!isCalendarDay(day)) return undefined
  const clock = time === '' ? '00:00:00' : time.length === 5 ? `${time}:00` : time
  const milliseconds = fraction === '' ? '' : `.${fraction.slice(0, 3)}`
  const date = new Date(`${day}T${clock}${milliseconds}${toOffset(offset)}`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

const isCalendarDay = (text: string): boolean => {
  const month = Number(text.slice(5, 7))
  const day = Number(text.slice(8))
  if (month < 1 || month > 12 || day < 1) return false
  // Every month has 28 days; only the last ones need the calendar.
  return day <= 28 || new Date(`${text}T00:00:00Z`).getUTCDate() === day
}

const toOffset = (offset: string): string => {
  if (offset === '' || offset.toUpperCase() === 'Z') return 'Z'
  const digits = offset.replace(/\D/g, '').padEnd(4, '0')
  return `${offset[0]}${digits.slice(0, 2)}:${digits.slice(2)}`
}
