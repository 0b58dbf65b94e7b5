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
import { ticksOf } from './ticks'

/** Lines over time. Where there is no number, the line is interrupted: nothing is guessed. */
export const LinesChart = ({
  data,
  formatAxis,
  id,
  ticks = ticksOf(
    data.series.flatMap(({ values }) => values),
    'time',
  ),
}: {
  data: ChartData
  /** Round numbers for the axis; without them, those of times. */
  ticks?: number[]
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
      <YAxis {...yAxis} domain={[0, ticks.at(-1)!]} tickFormatter={formatAxis} ticks={ticks} />
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
