'use client'

import type { BusinessAnswer } from '@/queries/business/answer'

import { BarsChart } from '../../charts/BarsChart.client'
import { ChartCard } from '../../charts/ChartCard.client'
import { LinesChart } from '../../charts/LinesChart.client'
import { formatShortDuration } from '../../format/duration'
import { countOf } from '../../format/text'
import { figures } from './figures'
import { toTimeSeries } from './series'
import { toDecisionTimes } from './steps'
import { useOpenTarget } from './TargetContext'

/** How fast decisions and answers came. */
export const TimeCharts = ({ data }: { data: BusinessAnswer }) => {
  const open = useOpenTarget()
  const decision = toTimeSeries({
    caption: 'Median time to decision over time',
    choices: [{ name: 'medianTimeToDecisionMs', look: 'first' }],
    data,
    open,
    withBefore: true,
  })
  const times = toDecisionTimes(data, open)
  const answers = toTimeSeries({
    caption: 'Median times to answer over time',
    choices: [
      { name: 'medianFirstAnswerMs', look: 'first' },
      { name: 'medianBrokerAnswerMs', look: 'second' },
      { name: 'medianCustomerAnswerMs', look: 'third' },
    ],
    data,
    open,
  })
  return (
    <>
      <ChartCard
        data={decision}
        definition={figures.medianTimeToDecisionMs.definition}
        isLine
        title="Time to decision"
      >
        {(id) => <LinesChart data={decision} formatAxis={formatShortDuration} id={id} />}
      </ChartCard>
      <ChartCard
        data={times}
        definition="Applications approved or declined in the period, by how long that took from their first event."
        note={
          data.decisionTimesUnknown > 0
            ? `Of ${countOf(data.decisionTimesUnknown, 'more decision')} the time is not known.`
            : undefined
        }
        title="Time to decision, distribution"
      >
        {(id) => <BarsChart data={times} id={id} />}
      </ChartCard>
      <ChartCard
        data={answers}
        definition={`First answer: ${figures.medianFirstAnswerMs.definition} Broker: ${figures.medianBrokerAnswerMs.definition} Customers: ${figures.medianCustomerAnswerMs.definition}`}
        isLine
        title="Time to answer"
      >
        {(id) => <LinesChart data={answers} formatAxis={formatShortDuration} id={id} />}
      </ChartCard>
    </>
  )
}
