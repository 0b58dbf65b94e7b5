'use client'

import { ChartCard } from '../../charts/ChartCard.client'
import { RowsChart } from '../../charts/RowsChart.client'
import { formatShare } from '../../format/share'
import { toFunnel } from '../steps'
import { useOpenTarget } from '../TargetContext'
import type { BusinessChartProps } from './chartProps'

/** How far conversations came. */
export const FunnelChart = ({ aside, data }: BusinessChartProps) => {
  const funnel = toFunnel(data, useOpenTarget())
  return (
    <ChartCard
      aside={aside}
      data={funnel}
      definition="Follows the conversations started in the period, wherever they went since: the stages that their application reached, whether it was decided, whether it was approved. A stage may be skipped, so a step can be larger than the one before."
      isPlain
      title="Funnel"
    >
      {() => (
        <RowsChart
          data={funnel}
          remark={(index) => {
            const { shareOfStarted, shareOfStepBefore } = data.funnel[index]!
            if (shareOfStepBefore === null) return ''
            // Who skipped a stage makes a step larger than the one before: that is no share.
            return shareOfStepBefore > 1
              ? formatShare(shareOfStarted)
              : `${formatShare(shareOfStarted)} · ${formatShare(shareOfStepBefore)} of step before`
          }}
        />
      )}
    </ChartCard>
  )
}
