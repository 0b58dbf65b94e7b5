import { z } from 'zod'

/** What the newest means: the start of the conversation, or the latest event in it. */
export type SearchSort = 'started' | 'updated'

/** The place of the last document of a page. */
export interface CursorPlace {
  sort: SearchSort
  at: Date
  id: string
}

/** The cursor is none that a search gave for this sort. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor'
  readonly code = 'INVALID_CURSOR'

  constructor() {
    super('The cursor is not one that this search gave')
  }
}

/** A place as text that callers pass back without looking into it. */
export const toCursor = ({ at, id, sort }: CursorPlace): string =>
  Buffer.from(JSON.stringify([sort, at.getTime(), id])).toString('base64url')

/**
 * The place behind a cursor.
 * @throws {InvalidCursor}
 */
export const fromCursor = (cursor: string, sort: SearchSort): CursorPlace => {
  const place = shape.safeParse(readJson(Buffer.from(cursor, 'base64url').toString()))
  if (!place.success || place.data[0] !== sort) throw new InvalidCursor()
  return { sort, at: new Date(place.data[1]), id: place.data[2] }
}

const latestMs = 8_640_000_000_000_000

const shape = z.tuple([
  z.enum(['started', 'updated']),
  z.number().int().min(-latestMs).max(latestMs),
  z.string().max(16_384),
])

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new InvalidCursor()
  }
}
