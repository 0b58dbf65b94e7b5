/** Height of a chart, in pixels. */
export const chartHeight = 216

/** What is left free around a chart, in pixels. */
export const margin = { top: 8, right: 8, bottom: 0, left: 0 } as const

const tick = { fill: 'var(--billie-muted)', fontSize: 11 }

/** The level axis of categories. */
export const xAxis = {
  tick,
  tickLine: false,
  axisLine: { stroke: 'var(--theme-elevation-200)' },
  height: 30,
  dataKey: 'label',
  interval: 'preserveStartEnd',
  minTickGap: 16,
} as const

/** The upright axis of numbers. */
export const yAxis = { tick, tickLine: false, axisLine: false, width: 52, tickCount: 5 } as const

/** Where in a chart its marks stand: between the axes. */
export const plotInset = `${margin.top}px ${margin.right}px ${xAxis.height}px ${yAxis.width}px`

/**
 * Where the marks of a chart stand, as shares of the width between its upright axis (0) and its
 * end (1).
 */
export interface Column {
  centre: number
  from: number
  to: number
}

/**
 * The columns of upright bars, side by side; or of points, of which the outer ones lie at the ends
 * and have but half a column. None reaches out of the chart.
 */
export const columnsOf = (count: number, isLine: boolean): Column[] => {
  const width = 1 / Math.max(1, isLine ? count - 1 : count)
  return Array.from({ length: count }, (_, index) => {
    const centre = isLine ? (count === 1 ? 0.5 : index * width) : (index + 0.5) * width
    return { centre, from: Math.max(0, centre - width / 2), to: Math.min(1, centre + width / 2) }
  })
}

/** Lines behind the marks: level ones only, barely there. */
export const grid = { vertical: false, stroke: 'var(--theme-elevation-100)' } as const

/** Where in the data a chart's tooltip stands; recharts tells it as a number or as text. */
export const indexOf = (activeIndex: unknown): number | undefined => {
  if (activeIndex === null || activeIndex === undefined || activeIndex === '') return undefined
  const index = Number(activeIndex)
  return Number.isInteger(index) ? index : undefined
}
