import type { BusinessAnswer } from '@/queries/business/answer'
import type { NumberName } from '@/queries/business/numbers'

import { toTitle } from './days'
import { figures, formatNumber } from './figures'

/** How a number went over a period: its values, and its ends in words for who does not see the line. */
export const toSparkline = (
  { buckets, by }: BusinessAnswer,
  name: NumberName,
): { values: (number | null)[]; label: string } => {
  const values = buckets.map(({ numbers }) => numbers[name])
  const known = values.filter((value) => value !== null)
  if (known.length === 0) return { values, label: `By ${by}: no number` }
  const say = (word: string, value: number): string =>
    `${word} ${formatNumber(figures[name].kind, value)} (${toTitle(buckets[values.indexOf(value)]!, by)})`
  return {
    values,
    label: `By ${by}: ${say('lowest', Math.min(...known))}, ${say('highest', Math.max(...known))}`,
  }
}
