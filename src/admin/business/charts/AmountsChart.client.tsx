'use client'

import { BarsChart } from '../../charts/BarsChart.client'
import { ChartCard } from '../../charts/ChartCard.client'
import { figures } from '../figures'
import { toTimeSeries } from '../series'
import { useOpenTarget } from '../TargetContext'
import type { BusinessChartProps } from './chartProps'

const compact = new Intl.NumberFormat('en-AU', {
  style: 'currency',
  currency: 'AUD',
  notation: 'compact',
  maximumFractionDigits: 1,
})

/** How much was asked for, and how much was lent. */
export const AmountsChart = ({ aside, data }: BusinessChartProps) => {
  const amounts = toTimeSeries({
    caption: 'Amounts asked and approved over time',
    choices: [
      { name: 'amountApproved', label: 'Approved', look: 'first' },
      { name: 'amountAsked', label: 'Asked', look: 'third' },
    ],
    data,
    open: useOpenTarget(),
  })
  return (
    <ChartCard
      aside={aside}
      data={amounts}
      definition={`Asked: ${figures.amountAsked.definition} Approved: ${figures.amountApproved.definition}`}
      title="Amounts"
    >
      {(id) => <BarsChart data={amounts} formatAxis={(value) => compact.format(value)} id={id} />}
    </ChartCard>
  )
}
