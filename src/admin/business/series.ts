import type { BusinessAnswer } from '@/queries/business/answer'
import type { NumberName } from '@/queries/business/numbers'
import { isCounted } from '@/queries/business/periods'

import type { ChartCategory, ChartData, ChartSeries, SeriesLook } from '../charts/chartData'
import { toAxisLabel, toTitle } from './days'
import { figures, formatNumber } from './figures'
import type { Target } from './target'

/** Which numbers a chart over time shows. */
export interface SeriesChoice {
  name: NumberName
  label?: string
  look: SeriesLook
}

const headings = { day: 'Day', week: 'Week', month: 'Month' }

/**
 * Numbers over time as a chart and its table. With `withBefore`, the first of them is told for the
 * period before too: for each bar, as many days, one period earlier.
 */
export const toTimeSeries = ({
  caption,
  choices,
  data,
  open,
  withBefore = false,
}: {
  caption: string
  choices: SeriesChoice[]
  data: BusinessAnswer
  open: (target: Target) => void
  withBefore?: boolean
}): ChartData => {
  const series = choices.map(({ label, look, name }): ChartSeries => {
    const { behind, kind, label: full, opensAtZero } = figures[name]
    return {
      key: name,
      label: label ?? full,
      look,
      values: data.buckets.map(({ numbers }) => numbers[name]),
      format: (value) => formatNumber(kind, value),
      ...(opensAtZero && { opensAtZero }),
      ...(behind && {
        open: (index: number) => {
          const { from, to } = data.buckets[index]!
          open({ title: label ?? full, behind: { kind: behind }, from, to })
        },
      }),
    }
  })
  return {
    caption,
    heading: headings[data.by],
    categories: toCategories(data),
    series: withBefore ? [...series, before(data, choices[0]!.name)] : series,
  }
}

const toCategories = ({ buckets, by }: BusinessAnswer): ChartCategory[] =>
  buckets.map((bucket) => ({
    key: bucket.from,
    label: toAxisLabel(bucket, by),
    title: toTitle(bucket, by),
    isOpen: bucket.isOpen,
  }))

/** Nothing, and not zero, where the numbers had not begun. */
const before = ({ buckets, firstDay }: BusinessAnswer, name: NumberName): ChartSeries => ({
  key: `${name}Before`,
  label: 'Period before',
  look: 'before',
  values: buckets.map(({ before }) => (isCounted(before, firstDay) ? before.numbers[name] : null)),
  format: (value) => formatNumber(figures[name].kind, value),
})
