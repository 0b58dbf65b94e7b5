import { z } from 'zod'

import { InvalidCursor } from '../cursor'

/** The place of the last row of a page. */
export interface BehindPlace {
  day: string
  at: Date
  id: string
}

/** A place as text that callers pass back without looking into it. */
export const toBehindCursor = ({ at, day, id }: BehindPlace): string =>
  Buffer.from(JSON.stringify([day, at.getTime(), id])).toString('base64url')

/**
 * The place behind a cursor.
 * @throws {InvalidCursor}
 */
export const fromBehindCursor = (cursor: string): BehindPlace => {
  const place = shape.safeParse(readJson(Buffer.from(cursor, 'base64url').toString()))
  if (!place.success) throw new InvalidCursor()
  return { day: place.data[0], at: new Date(place.data[1]), id: place.data[2] }
}

const latestMs = 8_640_000_000_000_000

const shape = z.tuple([
  z.string().max(10),
  z.number().int().min(-latestMs).max(latestMs),
  z.string().max(16_384),
])

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
