'use client'

import type { BusinessAnswer } from '@/queries/business/answer'

import { ChartCard } from '../../charts/ChartCard.client'
import { RowsChart } from '../../charts/RowsChart.client'
import { formatShare } from '../../format/share'
import { toDropOff, toFunnel } from './steps'
import { useOpenTarget } from './TargetContext'

/** How far conversations came, and where they were left. */
export const FlowCharts = ({ data }: { data: BusinessAnswer }) => {
  const open = useOpenTarget()
  const funnel = toFunnel(data, open)
  const dropOff = toDropOff(data, open)
  return (
    <>
      <ChartCard
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
      <ChartCard
        data={dropOff}
        definition="Conversations started in the period whose application is neither approved nor declined, and that were withdrawn, have ended, or have been silent for 24 hours; by the stage at which the application stands."
        isPlain
        title="Drop-off by stage"
      >
        {() => (
          <RowsChart
            data={dropOff}
            remark={(index) => `${formatShare(data.dropOff[index]!.shareOfLeft)} of all left`}
          />
        )}
      </ChartCard>
    </>
  )
}
