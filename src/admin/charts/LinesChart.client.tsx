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

import { type ChartData, toPoints } from './chartData'
import { ChartMarks } from './ChartMarks.client'
import { ChartTooltip } from './ChartTooltip'
import { activeDotOf, dotOf } from './dots'
import { colours, dashes } from './looks'
import { chartHeight, grid, indexOf, margin, xAxis, yAxis } from './shape'
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
  <ChartMarks data={data} id={id} isLine>
    {(focused) => (
      <ResponsiveContainer height={chartHeight} width="100%">
        <LineChart accessibilityLayer={false} data={toPoints(data)} margin={margin}>
          <CartesianGrid {...grid} />
          <XAxis {...xAxis} />
          <YAxis {...yAxis} domain={[0, ticks.at(-1)!]} tickFormatter={formatAxis} ticks={ticks} />
          <Tooltip
            content={({ activeIndex }) => (
              <ChartTooltip data={data} id={id} index={indexOf(activeIndex)} isLine />
            )}
            cursor={{ stroke: 'var(--theme-elevation-400)' }}
            isAnimationActive={false}
          />
          {data.series.map((series, row) => (
            <Line
              activeDot={activeDotOf(series)}
              dataKey={series.key}
              dot={dotOf(
                series,
                data.categories.length,
                focused?.series === row ? focused.index : undefined,
              )}
              isAnimationActive={false}
              key={series.key}
              stroke={colours[series.look]}
              strokeDasharray={dashes[series.look]}
              strokeWidth={series.look === 'before' ? 1.5 : 2}
              type="linear"
            />
          ))}
        </LineChart>
      </ResponsiveContainer>
    )}
  </ChartMarks>
)
