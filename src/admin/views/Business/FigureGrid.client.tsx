'use client'

import type { BusinessAnswer } from '@/queries/business/answer'
import { numberNames, type NumberName } from '@/queries/business/numbers'

import { Definition } from '../../charts/Definition.client'
import { compare } from '../../format/comparison'
import { figures, formatNumber } from './figures'
import styles from './index.module.css'
import { useOpenTarget } from './TargetContext'

/** Every number of the period beside the period before. */
export const FigureGrid = ({ data }: { data: BusinessAnswer }) => (
  <section aria-label="Figures of the period" className={styles.figures}>
    {numberNames.map((name) => (
      <FigureTile data={data} key={name} name={name} />
    ))}
  </section>
)

const FigureTile = ({
  data: { before, period },
  name,
}: {
  data: BusinessAnswer
  name: NumberName
}) => {
  const open = useOpenTarget()
  const { behind, definition, kind, label } = figures[name]
  const [now, earlier] = [period.numbers[name], before.numbers[name]]
  const { difference, percent } = compare(kind, now, earlier)
  const text = formatNumber(kind, now)
  return (
    <div className={styles.figure} data-figure={name}>
      <h2>
        {label}
        <Definition of={label}>{definition}</Definition>
      </h2>
      {behind && now ? (
        <button
          aria-label={`${label}: ${text}. Show the conversations`}
          onClick={() =>
            open({ title: label, behind: { kind: behind }, from: period.from, to: period.to })
          }
          type="button"
        >
          {text}
        </button>
      ) : (
        <strong>{text}</strong>
      )}
      <p title={`in the period before: ${formatNumber(kind, earlier)}`}>
        {difference}
        {percent && ` (${percent})`}
      </p>
    </div>
  )
}
