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
import { ChartMarks } from './ChartMarks.client'
import { ChartTooltip } from './ChartTooltip'
import { colours, dashes, fillOf, focusStroke, Patterns } from './looks'
import { chartHeight, grid, indexOf, margin, xAxis, yAxis } from './shape'
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
    <ChartMarks data={data} id={id} isLine={false}>
      {(focused) => (
        <ResponsiveContainer height={chartHeight} width="100%">
          <ComposedChart
            accessibilityLayer={false}
            barCategoryGap="18%"
            data={toPoints(data)}
            margin={margin}
          >
            <Patterns id={id} />
            <CartesianGrid {...grid} />
            <XAxis {...xAxis} />
            <YAxis
              {...yAxis}
              domain={[0, ticks.at(-1)!]}
              tickFormatter={formatAxis}
              ticks={ticks}
            />
            <Tooltip
              content={({ activeIndex }) => (
                <ChartTooltip data={data} id={id} index={indexOf(activeIndex)} isLine={false} />
              )}
              cursor={{ fill: 'var(--theme-elevation-100)', opacity: 0.6 }}
              isAnimationActive={false}
            />
            {data.series.map((series, row) =>
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
                  {data.categories.map(({ isOpen, key }, index) => (
                    <Cell
                      fillOpacity={isOpen ? 0.45 : 1}
                      key={key}
                      {...(focused?.series === row && focused.index === index
                        ? focusStroke
                        : isOpen && { stroke: colours[series.look], strokeDasharray: '3 2' })}
                    />
                  ))}
                </Bar>
              ),
            )}
          </ComposedChart>
        </ResponsiveContainer>
      )}
    </ChartMarks>
  )
}

/** How high the bars on top of one another reach. */
const heightsOf = ({ categories, series }: ChartData): number[] =>
  categories.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0))
