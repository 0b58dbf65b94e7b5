'use client'

import { Line, LineChart, ResponsiveContainer, YAxis } from 'recharts'

import { alone } from './alone'

const colour = 'var(--billie-chart-first)'

/** How a number went, in the height of two lines of text; `label` says it in words. */
export const Sparkline = ({ label, values }: { label: string; values: (number | null)[] }) => {
  const greatest = Math.max(0, ...values.map((value) => value ?? 0))
  const points = alone(values)
  return (
    <div aria-label={label} role="img" title={label}>
      <ResponsiveContainer height={40} width="100%">
        <LineChart
          accessibilityLayer={false}
          data={values.map((value) => ({ value }))}
          margin={{ top: 4, right: 4, bottom: 4, left: 4 }}
        >
          <YAxis domain={[0, greatest || 1]} hide />
          <Line
            dataKey="value"
            dot={({ cx, cy, index, key }) =>
              points.has(index) ? (
                <circle cx={cx} cy={cy} fill={colour} key={key} r={2} />
              ) : (
                <g key={key} />
              )
            }
            isAnimationActive={false}
            stroke={colour}
            strokeWidth={1.5}
            type="linear"
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  )
}
