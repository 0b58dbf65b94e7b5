'use client'

import { BarsChart } from '../../charts/BarsChart.client'
import { ChartCard } from '../../charts/ChartCard.client'
import { countOf } from '../../format/text'
import { toDecisionTimes } from '../steps'
import { useOpenTarget } from '../TargetContext'
import type { BusinessChartProps } from './chartProps'

/** How the decisions spread over fast and slow. */
export const DecisionTimesChart = ({ aside, data }: BusinessChartProps) => {
  const times = toDecisionTimes(data, useOpenTarget())
  return (
    <ChartCard
      aside={aside}
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
  )
}
