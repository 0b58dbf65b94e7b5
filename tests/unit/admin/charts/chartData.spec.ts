import { describe, expect, it } from 'vitest'

import {
  canOpen,
  type ChartData,
  type ChartSeries,
  hasNumber,
  hasNumbers,
} from '@/admin/charts/chartData'

const seriesOf = (values: (number | null)[], more: Partial<ChartSeries> = {}): ChartSeries => ({
  ...{ key: 'key', label: 'Label', look: 'first', values },
  format: String,
  open: () => undefined,
  ...more,
})

const chartOf = (...series: ChartSeries[]): ChartData => ({
  ...{ caption: 'Caption', heading: 'Heading', series },
  categories: series[0]!.values.map((_, index) => ({
    ...{ key: `${index}`, label: `${index}`, title: `${index}` },
  })),
})

describe('the numbers of a chart', () => {
  it('are there at zero, and missing at null alone', () => {
    const series = seriesOf([2, 0, null])
    expect([0, 1, 2, 3].map((index) => hasNumber(series, index))).toEqual([
      ...[true, true],
      ...[false, false],
    ])
  })

  it('open what they are made of: a zero only where it is no count', () => {
    const opened = (series: ChartSeries) => series.values.map((_, index) => canOpen(series, index))
    expect(opened(seriesOf([2, 0, null]))).toEqual([true, false, false])
    expect(opened(seriesOf([2, 0, null], { opensAtZero: true }))).toEqual([true, true, false])
    expect(opened({ ...seriesOf([2, 0, null]), open: undefined })).toEqual([false, false, false])
  })

  it('are drawn at zero as points of a line, not as bars', () => {
    expect(hasNumbers(chartOf(seriesOf([0, null])), true)).toBe(true)
    expect(hasNumbers(chartOf(seriesOf([0, null])), false)).toBe(false)
    expect(hasNumbers(chartOf(seriesOf([null, null])), true)).toBe(false)
    expect(hasNumbers(chartOf(seriesOf([null, 3])), false)).toBe(true)
    expect(hasNumbers(chartOf(seriesOf([0]), seriesOf([3], { look: 'before' })), false)).toBe(false)
  })
})
