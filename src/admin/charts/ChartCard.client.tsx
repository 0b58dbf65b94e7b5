'use client'

import { type ReactNode, useId, useState } from 'react'

import { type ChartData, hasNumbers } from './chartData'
import { DataTable } from './DataTable'
import { Definition } from './Definition.client'
import styles from './index.module.css'
import { Legend } from './Legend'
import { needsLegend } from './looks'

/** A chart in its frame: what it is, what it means, and its numbers as a table. */
export const ChartCard = ({
  aside,
  children,
  data,
  definition,
  isLine = false,
  isPlain = false,
  note,
  title,
}: {
  /** Stands behind the title. */
  aside?: ReactNode
  /** Draws the chart; is given an id for its patterns. */
  children: (id: string) => ReactNode
  data: ChartData
  definition: string
  isLine?: boolean
  /** Whether the chart says itself what its marks are. */
  isPlain?: boolean
  /** What has to be known beside. */
  note?: string
  title: string
}) => {
  const id = useId()
  const [isTable, setIsTable] = useState(false)
  return (
    <section aria-labelledby={`${id}-title`} className={styles.card} data-testid="chart">
      <header>
        <h2 id={`${id}-title`}>{title}</h2>
        <Definition of={title}>{definition}</Definition>
        {aside}
        <button
          aria-pressed={isTable}
          className={styles.toggle}
          onClick={() => setIsTable(!isTable)}
          type="button"
        >
          {isTable ? 'Show as chart' : 'Show as table'}
        </button>
      </header>
      {isTable ? (
        <DataTable data={data} />
      ) : hasNumbers(data, isLine) ? (
        <>
          {!isPlain && needsLegend(data) && <Legend data={data} id={id} isLine={isLine} />}
          {children(id)}
        </>
      ) : (
        <p className={styles.empty}>Nothing in this period.</p>
      )}
      {note && <p className={styles.note}>{note}</p>}
    </section>
  )
}
