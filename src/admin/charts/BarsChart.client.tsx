'use client'

import {
  Bar,
  CartesianGrid,
  Cell,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'

import { type ChartData, toPoints } from './chartData'
import { ChartTooltip } from './ChartTooltip'
import { colours, dashes, fillOf, Patterns } from './looks'
import { axis, chartHeight, grid, indexOf, yAxis } from './shape'
import { ticksOf } from './ticks'

/** Upright bars over time or over steps; a series of the period before is a broken line. */
export const BarsChart = ({
  data,
  formatAxis,
  id,
  isStacked = false,
}: {
  data: ChartData
  formatAxis?: (value: number) => string
  id: string
  isStacked?: boolean
}) => {
  const ticks = ticksOf(isStacked ? heightsOf(data) : data.series.flatMap(({ values }) => values))
  return (
    <ResponsiveContainer height={chartHeight} width="100%">
      <ComposedChart
        accessibilityLayer
        aria-label={data.caption}
        barCategoryGap="18%"
        data={toPoints(data)}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
      >
        <Patterns id={id} />
        <CartesianGrid {...grid} />
        <XAxis {...axis} dataKey="label" interval="preserveStartEnd" minTickGap={16} />
        <YAxis {...yAxis} domain={[0, ticks.at(-1)!]} tickFormatter={formatAxis} ticks={ticks} />
        <Tooltip
          content={({ activeIndex }) => (
            <ChartTooltip data={data} id={id} index={indexOf(activeIndex)} isLine={false} />
          )}
          cursor={{ fill: 'var(--theme-elevation-100)', opacity: 0.6 }}
          isAnimationActive={false}
        />
        {data.series.map((series) =>
          series.look === 'before' ? (
            <Line
              activeDot={false}
              dataKey={series.key}
              dot={false}
              isAnimationActive={false}
              key={series.key}
              stroke={colours.before}
              strokeDasharray={dashes.before}
              strokeWidth={1.5}
              type="linear"
            />
          ) : (
            <Bar
              cursor={series.open && 'pointer'}
              dataKey={series.key}
              fill={fillOf(id, series)}
              isAnimationActive={false}
              key={series.key}
              maxBarSize={44}
              onClick={(_, index) => series.open?.(index)}
              stackId={isStacked ? 'stack' : undefined}
            >
              {data.categories.map(({ isOpen, key }) => (
                <Cell
                  fillOpacity={isOpen ? 0.45 : 1}
                  key={key}
                  stroke={isOpen ? colours[series.look] : undefined}
                  strokeDasharray={isOpen ? '3 2' : undefined}
                />
              ))}
            </Bar>
          ),
        )}
      </ComposedChart>
    </ResponsiveContainer>
  )
}

/** How high the bars on top of one another reach. */
const heightsOf = ({ categories, series }: ChartData): number[] =>
  categories.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0))
