import { formatDuration } from './duration'
import { formatMoney } from './money'
import { groupDigits } from './text'

/** What kind of number is compared: a count, a share of 0 to 1, dollars, milliseconds. */
export type NumberKind = 'count' | 'share' | 'money' | 'duration'

/** A number beside an earlier one, in neutral words. */
export interface Comparison {
  /** `+12`, `−3.4 points`, `no change`; a dash where either is missing. */
  difference: string
  /** `+8.3%`; nothing where it cannot be told (from nothing, or of shares). */
  percent: string
}

/** How a number differs from an earlier one. What is good or bad it does not say. */
export const compare = (
  kind: NumberKind,
  now: number | null,
  before: number | null,
): Comparison => {
  if (now === null || before === null) return { difference: '–', percent: '' }
  const difference = now - before
  const size = sizeOf(kind, Math.abs(difference))
  if (size === undefined) return { difference: 'no change', percent: '' }
  const sign = difference > 0 ? '+' : '−'
  return { difference: `${sign}${size}`, percent: kind === 'share' ? '' : percentOf(now, before) }
}

/** The size of a difference; nothing where it is too small to be seen. */
const sizeOf = (kind: NumberKind, size: number): string | undefined => {
  if (kind === 'count') return size === 0 ? undefined : groupDigits(size)
  if (kind === 'money') return size < 0.005 ? undefined : formatMoney(size)
  if (kind === 'duration') return size < 50 ? undefined : formatDuration(size)
  const points = Math.round(size * 1_000) / 10
  return points === 0 ? undefined : `${points} ${points === 1 ? 'point' : 'points'}`
}

const percentOf = (now: number, before: number): string => {
  if (before === 0) return ''
  const percent = ((now - before) / before) * 100
  const size = Math.abs(percent)
  const text = size >= 1_000 ? groupDigits(Math.round(size)) : String(Math.round(size * 10) / 10)
  return text === '0' ? '' : `${percent > 0 ? '+' : '−'}${text}%`
}
