/** Height of a chart, in pixels. */
export const chartHeight = 216

const tick = { fill: 'var(--billie-muted)', fontSize: 11 }

/** What all axes have in common. */
export const axis = {
  tick,
  tickLine: false,
  axisLine: { stroke: 'var(--theme-elevation-200)' },
} as const

/** The upright axis of numbers. */
export const yAxis = { tick, tickLine: false, axisLine: false, width: 52, tickCount: 5 } as const

/** Lines behind the marks: level ones only, barely there. */
export const grid = { vertical: false, stroke: 'var(--theme-elevation-100)' } as const

/** Where in the data a chart's tooltip stands; recharts tells it as a number or as text. */
export const indexOf = (activeIndex: unknown): number | undefined => {
  if (activeIndex === null || activeIndex === undefined || activeIndex === '') return undefined
  const index = Number(activeIndex)
  return Number.isInteger(index) ? index : undefined
}
