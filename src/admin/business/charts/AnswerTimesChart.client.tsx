'use client'

import { ChartCard } from '../../charts/ChartCard.client'
import { LinesChart } from '../../charts/LinesChart.client'
import { formatShortDuration } from '../../format/duration'
import { figures } from '../figures'
import { toTimeSeries } from '../series'
import { useOpenTarget } from '../TargetContext'
import type { BusinessChartProps } from './chartProps'

/** How fast both sides answered. */
export const AnswerTimesChart = ({ aside, data }: BusinessChartProps) => {
  const answers = toTimeSeries({
    caption: 'Median times to answer over time',
    choices: [
      { name: 'medianFirstAnswerMs', look: 'first' },
      { name: 'medianBrokerAnswerMs', look: 'second' },
      { name: 'medianCustomerAnswerMs', look: 'third' },
    ],
    data,
    open: useOpenTarget(),
  })
  return (
    <ChartCard
      aside={aside}
      data={answers}
      definition={`First answer: ${figures.medianFirstAnswerMs.definition} Broker: ${figures.medianBrokerAnswerMs.definition} Customers: ${figures.medianCustomerAnswerMs.definition}`}
      isLine
      title="Time to answer"
    >
      {(id) => <LinesChart data={answers} formatAxis={formatShortDuration} id={id} />}
    </ChartCard>
  )
}
