'use client'

import { canOpen, type ChartData, hasNumber } from './chartData'
import styles from './index.module.css'
import { useMarks } from './useMarks'

/** Level bars with their names and numbers beside them: steps of a funnel, places where people left. */
export const RowsChart = ({
  data,
  remark,
}: {
  data: ChartData
  /** What is said of a row behind its number. */
  remark?: (index: number) => string
}) => {
  const series = data.series[0]!
  const { frame, markProps } = useMarks({
    seriesCount: 1,
    categoryCount: data.categories.length,
    has: ({ index }) => hasNumber(series, index),
    isDownwards: true,
  })
  const greatest = Math.max(1, ...series.values.map((value) => value ?? 0))
  return (
    <ol aria-label={data.caption} className={styles.rows} {...frame}>
      {data.categories.map(({ key, label, title }, index) => {
        const value = series.values[index] ?? null
        const text = series.format(value)
        const said = remark?.(index)
        const isOpened = canOpen(series, index)
        return (
          <li key={key}>
            <button
              aria-disabled={!isOpened}
              aria-label={`${title}: ${text}${said ? `, ${said}` : ''}${isOpened ? '. Show the conversations' : ''}`}
              onClick={() => isOpened && series.open?.(index)}
              title={title}
              type="button"
              {...markProps({ series: 0, index })}
            >
              <span className={styles.rowName}>{label}</span>
              <span className={styles.rowTrack}>
                <span style={{ width: `${((value ?? 0) / greatest) * 100}%` }} />
              </span>
              <b>{text}</b>
              {remark && <i>{said}</i>}
            </button>
          </li>
        )
      })}
    </ol>
  )
}
