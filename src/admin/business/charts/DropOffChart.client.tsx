'use client'

import { ChartCard } from '../../charts/ChartCard.client'
import { RowsChart } from '../../charts/RowsChart.client'
import { formatShare } from '../../format/share'
import { toDropOff } from '../steps'
import { useOpenTarget } from '../TargetContext'
import type { BusinessChartProps } from './chartProps'

/** Where conversations were left. */
export const DropOffChart = ({ aside, data }: BusinessChartProps) => {
  const dropOff = toDropOff(data, useOpenTarget())
  return (
    <ChartCard
      aside={aside}
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
  )
}
