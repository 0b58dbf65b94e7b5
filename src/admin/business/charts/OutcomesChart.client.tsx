'use client'

import { BarsChart } from '../../charts/BarsChart.client'
import { ChartCard } from '../../charts/ChartCard.client'
import { toTimeSeries } from '../series'
import { useOpenTarget } from '../TargetContext'
import type { BusinessChartProps } from './chartProps'

/** What became of the applications. */
export const OutcomesChart = ({ aside, data }: BusinessChartProps) => {
  const outcomes = toTimeSeries({
    caption: 'Applications approved, declined and withdrawn over time',
    choices: [
      { name: 'approved', look: 'first' },
      { name: 'declined', look: 'second' },
      { name: 'withdrawn', look: 'third' },
    ],
    data,
    open: useOpenTarget(),
  })
  return (
    <ChartCard
      aside={aside}
      data={outcomes}
      definition="Applications by the day on which they came to the outcome that stands now."
      title="Outcomes"
    >
      {(id) => <BarsChart data={outcomes} id={id} isStacked />}
    </ChartCard>
  )
}
