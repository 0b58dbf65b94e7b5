'use client'

import type { BusinessAnswer } from '@/queries/business/answer'

import { BarsChart } from '../../charts/BarsChart.client'
import { ChartCard } from '../../charts/ChartCard.client'
import { LinesChart } from '../../charts/LinesChart.client'
import { formatShare } from '../../format/share'
import { figures } from './figures'
import { toTimeSeries } from './series'
import { useOpenTarget } from './TargetContext'

const compact = new Intl.NumberFormat('en-AU', {
  style: 'currency',
  currency: 'AUD',
  notation: 'compact',
  maximumFractionDigits: 1,
})

const rateTicks = [0, 0.25, 0.5, 0.75, 1]

/** How much was lent, and how much of what came in led there. */
export const MoneyCharts = ({ data }: { data: BusinessAnswer }) => {
  const open = useOpenTarget()
  const rates = toTimeSeries({
    caption: 'Approval rate and conversion rate over time',
    choices: [
      { name: 'approvalRate', look: 'first' },
      { name: 'conversionRate', look: 'second' },
    ],
    data,
    open,
  })
  const amounts = toTimeSeries({
    caption: 'Amounts asked and approved over time',
    choices: [
      { name: 'amountApproved', label: 'Approved', look: 'first' },
      { name: 'amountAsked', label: 'Asked', look: 'third' },
    ],
    data,
    open,
  })
  return (
    <>
      <ChartCard
        data={rates}
        definition={`Approval rate: ${figures.approvalRate.definition} Conversion rate: ${figures.conversionRate.definition}`}
        isLine
        title="Approval and conversion"
      >
        {(id) => <LinesChart data={rates} formatAxis={formatShare} id={id} ticks={rateTicks} />}
      </ChartCard>
      <ChartCard
        data={amounts}
        definition={`Asked: ${figures.amountAsked.definition} Approved: ${figures.amountApproved.definition}`}
        title="Amounts"
      >
        {(id) => <BarsChart data={amounts} formatAxis={(value) => compact.format(value)} id={id} />}
      </ChartCard>
    </>
  )
}
