'use client'

import type { ChartData } from './chartData'
import styles from './index.module.css'

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
  const greatest = Math.max(1, ...series.values.map((value) => value ?? 0))
  return (
    <ol aria-label={data.caption} className={styles.rows}>
      {data.categories.map(({ key, label, title }, index) => {
        const value = series.values[index] ?? 0
        const text = series.format(value)
        const said = remark?.(index)
        const canOpen = series.open !== undefined && value > 0
        return (
          <li key={key}>
            <button
              aria-label={`${title}: ${text}${said ? `, ${said}` : ''}${canOpen ? '. Show the conversations' : ''}`}
              disabled={!canOpen}
              onClick={() => series.open?.(index)}
              title={title}
              type="button"
            >
              <span className={styles.rowName}>{label}</span>
              <span className={styles.rowTrack}>
                <span style={{ width: `${(value / greatest) * 100}%` }} />
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
