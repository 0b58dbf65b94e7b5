/**
 * The identity of one stream entry, as Redis writes it: `ms-n`, two unsigned 64-bit integers.
 * Ids are ordered as two integers, never as text.
 */
export type StreamId = string

/** A stream id in Redis' own notation. */
export const streamIdPattern = /^(0|[1-9]\d{0,19})-(0|[1-9]\d{0,19})$/
const width = 20

/** Whether the text is a stream id in Redis' own notation. */
export const isStreamId = (text: string): boolean => streamIdPattern.test(text)

/**
 * Compares two stream ids as Redis does.
 * @returns a negative number, zero or a positive number, as `Array.prototype.sort` expects
 */
export const compareStreamIds = (left: StreamId, right: StreamId): number => {
  if (left === right) return 0
  const leftDash = left.indexOf('-')
  const rightDash = right.indexOf('-')
  return (
    compareDigits(left.slice(0, leftDash), right.slice(0, rightDash)) ||
    compareDigits(left.slice(leftDash + 1), right.slice(rightDash + 1))
  )
}

/** Whether `left` comes after `right` in the ledger; anything comes after nothing. */
export const isLater = (left: StreamId, right: StreamId | undefined): boolean =>
  right === undefined || compareStreamIds(left, right) > 0

/** Whether `left` comes before `right` in the ledger; anything comes before nothing. */
export const isEarlier = (left: StreamId, right: StreamId | undefined): boolean =>
  right === undefined || compareStreamIds(left, right) < 0

/**
 * The form of a stream id that sorts as text: both numbers padded to the widest they can be.
 * It is the `_id` of an archived entry.
 */
export const toSortableId = (id: StreamId): string => {
  const dash = id.indexOf('-')
  return `${id.slice(0, dash).padStart(width, '0')}-${id.slice(dash + 1).padStart(width, '0')}`
}

/** Compares two stream ids in their sortable form. */
export const compareSortableIds = (left: string, right: string): number =>
  left < right ? -1 : left > right ? 1 : 0

/** The stream id behind its sortable form. */
export const fromSortableId = (sortable: string): StreamId => {
  const dash = sortable.indexOf('-')
  return `${stripZeros(sortable.slice(0, dash))}-${stripZeros(sortable.slice(dash + 1))}`
}

/** When Redis accepted the entry, in milliseconds since the epoch (its own clock). */
export const appendedAtMs = (id: StreamId): number => Number(id.slice(0, id.indexOf('-')))

const compareDigits = (left: string, right: string): number =>
  left.length - right.length || (left < right ? -1 : left > right ? 1 : 0)

const stripZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '')
