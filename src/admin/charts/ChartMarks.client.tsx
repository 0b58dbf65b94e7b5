'use client'

import type { ReactNode } from 'react'

import { canOpen, type ChartData, hasNumber } from './chartData'
import { ChartTooltip } from './ChartTooltip'
import styles from './index.module.css'
import type { Mark } from './marks'
import { type Column, columnsOf, plotInset } from './shape'
import { useMarks } from './useMarks'

/**
 * A drawing, and its numbers for whoever has no pointer or does not see it: each is a button over
 * the column in which it is drawn, and tells what it is.
 */
export const ChartMarks = ({
  children,
  data,
  id,
  isLine,
}: {
  /** Draws the chart, the number that has the focus set off from the others. */
  children: (focused: Mark | undefined) => ReactNode
  data: ChartData
  id: string
  isLine: boolean
}) => {
  const { categories, series } = data
  const { focused, frame, markProps } = useMarks({
    seriesCount: series.length,
    categoryCount: categories.length,
    has: ({ index, series: row }) =>
      series[row] !== undefined && series[row].look !== 'before' && hasNumber(series[row], index),
  })
  const columns = columnsOf(categories.length, isLine)
  return (
    <div className={styles.drawing}>
      <div aria-hidden>{children(focused)}</div>
      <div
        aria-label={data.caption}
        className={styles.marks}
        role="group"
        style={{ inset: plotInset }}
        {...frame}
      >
        {series.map(({ format, key, label, look, open, values }, row) =>
          categories.map(({ isOpen, key: category, title }, index) => {
            const value = values[index] ?? null
            if (look === 'before' || value === null) return null
            const isOpened = canOpen(series[row]!, index)
            return (
              <button
                aria-disabled={!isOpened}
                aria-label={`${label}, ${title}${isOpen ? ', not over yet' : ''}: ${format(value)}${isOpened ? '. Show the conversations' : ''}`}
                key={`${key} ${category}`}
                onClick={() => isOpened && open?.(index)}
                style={toStyle(columns[index]!)}
                type="button"
                {...markProps({ series: row, index })}
              />
            )
          }),
        )}
        {focused && (
          <div
            aria-hidden
            className={styles.spot}
            data-side={columns[focused.index]!.centre > 0.5 ? 'left' : 'right'}
            style={toStyle(columns[focused.index]!)}
          >
            <ChartTooltip
              data={data}
              focused={focused.series}
              id={id}
              index={focused.index}
              isLine={isLine}
            />
          </div>
        )}
      </div>
    </div>
  )
}

const toStyle = ({ from, to }: Column) => ({
  left: `${from * 100}%`,
  width: `${(to - from) * 100}%`,
})
