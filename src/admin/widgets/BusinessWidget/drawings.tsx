import type { ComponentType } from 'react'

import { AmountsChart } from '../../business/charts/AmountsChart.client'
import { AnswerTimesChart } from '../../business/charts/AnswerTimesChart.client'
import { DecisionTimeChart } from '../../business/charts/DecisionTimeChart.client'
import { DropOffChart } from '../../business/charts/DropOffChart.client'
import { FunnelChart } from '../../business/charts/FunnelChart.client'
import { OutcomesChart } from '../../business/charts/OutcomesChart.client'
import { RatesChart } from '../../business/charts/RatesChart.client'
import { VolumeChart } from '../../business/charts/VolumeChart.client'
import { TodayStrip } from '../../business/TodayStrip.client'
import type { DrawingProps } from './drawingProps'
import { FigureCard } from './FigureCard.client'
import type { BusinessWidgetName } from './names'

const Today = ({ aside, data }: DrawingProps) => (
  <TodayStrip aside={aside} timeZone={data.timeZone} today={data.today} />
)

/** How each widget is drawn: the charts are those of the business page. */
export const drawings: Record<BusinessWidgetName, ComponentType<DrawingProps>> = {
  today: Today,
  figure: FigureCard,
  volume: VolumeChart,
  outcomes: OutcomesChart,
  funnel: FunnelChart,
  'drop-off': DropOffChart,
  rates: RatesChart,
  amounts: AmountsChart,
  'time-to-decision': DecisionTimeChart,
  'time-to-answer': AnswerTimesChart,
}
