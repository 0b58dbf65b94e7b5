'use client'

import { ChartCard } from '../../charts/ChartCard.client'
import { LinesChart } from '../../charts/LinesChart.client'
import { formatShare } from '../../format/share'
import { figures } from '../figures'
import { toTimeSeries } from '../series'
import { useOpenTarget } from '../TargetContext'
import type { BusinessChartProps } from './chartProps'

const ticks = [0, 0.25, 0.5, 0.75, 1]

/** How much of what came in led to a loan. */
export const RatesChart = ({ aside, data }: BusinessChartProps) => {
  const rates = toTimeSeries({
    caption: 'Approval rate and conversion rate over time',
    choices: [
      { name: 'approvalRate', look: 'first' },
      { name: 'conversionRate', look: 'second' },
    ],
    data,
    open: useOpenTarget(),
  })
  return (
    <ChartCard
      aside={aside}
      data={rates}
      definition={`Approval rate: ${figures.approvalRate.definition} Conversion rate: ${figures.conversionRate.definition}`}
      isLine
      title="Approval and conversion"
    >
      {(id) => <LinesChart data={rates} formatAxis={formatShare} id={id} ticks={ticks} />}
    </ChartCard>
  )
}
