/** How a series looks: a colour, and a pattern or dash beside it, so that no colour stands alone. */
export type SeriesLook = 'first' | 'second' | 'third' | 'before'

/** One row of numbers over the categories of a chart; null where there is no number. */
export interface ChartSeries {
  key: string
  label: string
  look: SeriesLook
  values: (number | null)[]
  /** The number in words, for the tooltip and the table. */
  format: (value: number | null) => string
  /** Shows what a number is made of; nothing where it cannot be shown. */
  open?: (index: number) => void
  /** Whether a zero is made of something too: a rate of declines only, and not a count. */
  opensAtZero?: boolean
}

/** What stands along a chart's axis. */
export interface ChartCategory {
  key: string
  /** Short, for the axis. */
  label: string
  /** In full, for the tooltip and the table. */
  title: string
  /** Whether it is not over yet. */
  isOpen?: boolean
}

/** Everything that a chart and the table behind it show: the same numbers, from one place. */
export interface ChartData {
  caption: string
  /** What the categories are: `Week`, `Stage`. */
  heading: string
  categories: ChartCategory[]
  series: ChartSeries[]
}

/** One entry for each category, as recharts reads it. */
export const toPoints = ({ categories, series }: ChartData): ChartPoint[] =>
  categories.map(({ isOpen, label, title }, index) => ({
    index,
    label,
    title,
    isOpen: isOpen === true,
    ...Object.fromEntries(series.map(({ key, values }) => [key, values[index] ?? null])),
  }))

/** @see toPoints */
export interface ChartPoint {
  index: number
  label: string
  title: string
  isOpen: boolean
  [series: string]: unknown
}

/** Whether there is a number; zero is one. */
export const hasNumber = ({ values }: ChartSeries, index: number): boolean =>
  (values[index] ?? null) !== null

/** Whether there are conversations behind a number to be shown. */
export const canOpen = (series: ChartSeries, index: number): boolean =>
  series.open !== undefined &&
  hasNumber(series, index) &&
  (series.values[index] !== 0 || series.opensAtZero === true)

/** Whether there is anything to draw: a point of a line stands at zero too, a bar does not. */
export const hasNumbers = ({ series }: ChartData, isLine: boolean): boolean =>
  series.some(
    ({ look, values }) =>
      look !== 'before' && values.some((value) => (isLine ? value !== null : Boolean(value))),
  )
