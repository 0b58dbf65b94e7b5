'use client'

import type { BusinessAnswer } from '@/queries/business/answer'

import { BarsChart } from '../../charts/BarsChart.client'
import { ChartCard } from '../../charts/ChartCard.client'
import { figures } from './figures'
import { toTimeSeries } from './series'
import { useOpenTarget } from './TargetContext'

/** How much came in, and what became of it. */
export const VolumeCharts = ({ data }: { data: BusinessAnswer }) => {
  const open = useOpenTarget()
  const volume = toTimeSeries({
    caption: 'Conversations started over time',
    choices: [{ name: 'conversationsStarted', label: 'Started', look: 'first' }],
    data,
    open,
    withBefore: true,
  })
  const outcomes = toTimeSeries({
    caption: 'Applications approved, declined and withdrawn over time',
    choices: [
      { name: 'approved', look: 'first' },
      { name: 'declined', look: 'second' },
      { name: 'withdrawn', look: 'third' },
    ],
    data,
    open,
  })
  return (
    <>
      <ChartCard
        data={volume}
        definition={`${figures.conversationsStarted.definition} The broken line is the period before: for each bar as many days, one period earlier.`}
        title="Conversations started"
      >
        {(id) => <BarsChart data={volume} id={id} />}
      </ChartCard>
      <ChartCard
        data={outcomes}
        definition="Applications by the day on which they came to the outcome that stands now."
        title="Outcomes"
      >
        {(id) => <BarsChart data={outcomes} id={id} isStacked />}
      </ChartCard>
    </>
  )
}
