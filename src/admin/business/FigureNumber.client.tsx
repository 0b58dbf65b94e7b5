'use client'

import type { BusinessAnswer } from '@/queries/business/answer'
import type { NumberName } from '@/queries/business/numbers'
import { isCounted } from '@/queries/business/periods'

import { compare } from '../format/comparison'
import styles from './FigureNumber.module.css'
import { figures, formatNumber } from './figures'
import { useOpenTarget } from './TargetContext'

/** A number of the period, which leads to its conversations, and how it differs from before. */
export const FigureNumber = ({ data, name }: { data: BusinessAnswer; name: NumberName }) => {
  const { before, firstDay, period } = data
  const open = useOpenTarget()
  const { behind, kind, label, opensAtZero } = figures[name]
  const isComparable = isCounted(before, firstDay)
  const [now, earlier] = [period.numbers[name], isComparable ? before.numbers[name] : null]
  const { difference, percent } = compare(kind, now, earlier)
  const text = formatNumber(kind, now)
  return (
    <div className={styles.number}>
      {behind && (now || (now === 0 && opensAtZero)) ? (
        <button
          data-number
          aria-label={`${label}: ${text}. Show the conversations`}
          onClick={() =>
            open({ title: label, behind: { kind: behind }, from: period.from, to: period.to })
          }
          type="button"
        >
          {text}
        </button>
      ) : (
        <strong data-number>{text}</strong>
      )}
      <p title={isComparable ? told(data, formatNumber(kind, earlier)) : uncounted}>
        {difference}
        {percent && ` (${percent})`}
      </p>
    </div>
  )
}

const uncounted = 'nothing was counted in the period before'

const told = ({ before, firstDay }: BusinessAnswer, earlier: string): string =>
  firstDay !== null && firstDay > before.from
    ? `in the period before, which is not whole: ${earlier}`
    : `in the period before: ${earlier}`
