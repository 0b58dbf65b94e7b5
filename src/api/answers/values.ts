import { z } from 'zod'

/** A point in time, as answers tell it. */
export const time = z.string().meta({ format: 'date-time' })

/** A calendar day such as `2026-03-31`. */
export const day = z.string().meta({ format: 'date' })

/** A stream id as Redis writes it (`ms-n`). */
export const eventId = z.string().meta({
  pattern: '^\\d+-\\d+$',
  description: 'Stream id of an event, as Redis writes it.',
  examples: ['1700000000000-0'],
})

/** A part of the whole, 0 to 1; null where there is no whole. */
export const share = z.number().nullable()

/** Where the next page begins; null after the last one. */
export const nextCursor = z
  .string()
  .nullable()
  .meta({ description: 'Show it as `cursor` to get the next page; null after the last one.' })
