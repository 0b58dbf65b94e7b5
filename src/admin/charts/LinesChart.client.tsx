'use client'

import {
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'

import { type ChartData, type SeriesLook, toPoints } from './chartData'
import { ChartTooltip } from './ChartTooltip'
import { colours, dashes } from './looks'
import { axis, chartHeight, grid, indexOf, yAxis } from './shape'

/** Lines over time. Where there is no number, the line is interrupted: nothing is guessed. */
export const LinesChart = ({
  data,
  domain,
  formatAxis,
  id,
}: {
  data: ChartData
  domain?: [number, number]
  formatAxis: (value: number) => string
  id: string
}) => (
  <ResponsiveContainer height={chartHeight} width="100%">
    <LineChart
      accessibilityLayer
      aria-label={data.caption}
      data={toPoints(data)}
      margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
    >
      <CartesianGrid {...grid} />
      <XAxis {...axis} dataKey="label" interval="preserveStartEnd" minTickGap={16} />
      <YAxis {...yAxis} domain={domain ?? [0, 'auto']} tickFormatter={formatAxis} />
      <Tooltip
        content={({ activeIndex }) => (
          <ChartTooltip data={data} id={id} index={indexOf(activeIndex)} isLine />
        )}
        cursor={{ stroke: 'var(--theme-elevation-400)' }}
        isAnimationActive={false}
      />
      {data.series.map(({ key, look }) => (
        <Line
          activeDot={{ r: 4 }}
          dataKey={key}
          dot={dotOf(look, data.categories.length)}
          isAnimationActive={false}
          key={key}
          stroke={colours[look]}
          strokeDasharray={dashes[look]}
          strokeWidth={look === 'before' ? 1.5 : 2}
          type="linear"
        />
      ))}
    </LineChart>
  </ResponsiveContainer>
)

/** A point is seen without its neighbours; where there are many, lines alone are calmer. */
const dotOf = (look: SeriesLook, count: number) =>
  look === 'before' || count > 60
    ? false
    : { r: 2.5, fill: colours[look], stroke: colours[look], strokeDasharray: '' }
