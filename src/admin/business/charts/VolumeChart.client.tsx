'use client'

import { BarsChart } from '../../charts/BarsChart.client'
import { ChartCard } from '../../charts/ChartCard.client'
import { figures } from '../figures'
import { toTimeSeries } from '../series'
import { useOpenTarget } from '../TargetContext'
import type { BusinessChartProps } from './chartProps'

/** How much came in. */
export const VolumeChart = ({ aside, data }: BusinessChartProps) => {
  const volume = toTimeSeries({
    caption: 'Conversations started over time',
    choices: [{ name: 'conversationsStarted', label: 'Started', look: 'first' }],
    data,
    open: useOpenTarget(),
    withBefore: true,
  })
  return (
    <ChartCard
      aside={aside}
      data={volume}
      definition={`${figures.conversationsStarted.definition} The broken line is the period before: for each bar as many days, one period earlier.`}
      title="Conversations started"
    >
      {(id) => <BarsChart data={volume} id={id} />}
    </ChartCard>
  )
}
