import type { ActiveDotProps, DotItemDotProps } from 'recharts'

import { canOpen, type ChartSeries } from './chartData'
import { colours, focusStroke } from './looks'

/** A point is seen without its neighbours; where there are many, lines alone are calmer. */
const mostPoints = 60

/**
 * The points of a line.
 * @param focused the one that the arrow keys have reached
 */
export const dotOf = ({ look }: ChartSeries, count: number, focused: number | undefined) => {
  const plain = { r: 2.5, fill: colours[look], stroke: colours[look], strokeDasharray: '' }
  const isPlain = look !== 'before' && count <= mostPoints
  if (focused === undefined) return isPlain && plain
  const Dot = ({ cx, cy, index, key }: DotItemDotProps) => {
    if (cy === undefined || !(isPlain || index === focused)) return <g key={key} />
    return (
      <circle
        cx={cx}
        cy={cy}
        key={key}
        {...plain}
        {...(index === focused && { ...focusStroke, r: 5 })}
      />
    )
  }
  return Dot
}

/** The point of a line that is pointed at. */
export const activeDotOf = (series: ChartSeries) => {
  const ActiveDot = ({ cx, cy, index }: ActiveDotProps) => {
    const isOpened = canOpen(series, index)
    return (
      <circle
        cursor={isOpened ? 'pointer' : undefined}
        cx={cx}
        cy={cy}
        fill={colours[series.look]}
        onClick={isOpened ? () => series.open?.(index) : undefined}
        r={4}
        stroke="var(--theme-bg)"
        strokeWidth={2}
      />
    )
  }
  return ActiveDot
}
