'use client'

import { ChartCard } from '../../charts/ChartCard.client'
import { LinesChart } from '../../charts/LinesChart.client'
import { formatShortDuration } from '../../format/duration'
import { figures } from '../figures'
import { toTimeSeries } from '../series'
import { useOpenTarget } from '../TargetContext'
import type { BusinessChartProps } from './chartProps'

/** How fast decisions came. */
export const DecisionTimeChart = ({ aside, data }: BusinessChartProps) => {
  const decision = toTimeSeries({
    caption: 'Median time to decision over time',
    choices: [{ name: 'medianTimeToDecisionMs', look: 'first' }],
    data,
    open: useOpenTarget(),
    withBefore: true,
  })
  return (
    <ChartCard
      aside={aside}
      data={decision}
      definition={figures.medianTimeToDecisionMs.definition}
      isLine
      title="Time to decision"
    >
      {(id) => <LinesChart data={decision} formatAxis={formatShortDuration} id={id} />}
    </ChartCard>
  )
}
