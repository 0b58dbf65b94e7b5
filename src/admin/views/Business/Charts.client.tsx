'use client'

import type { BusinessAnswer } from '@/queries/business/answer'

import { AmountsChart } from '../../business/charts/AmountsChart.client'
import { AnswerTimesChart } from '../../business/charts/AnswerTimesChart.client'
import { DecisionTimeChart } from '../../business/charts/DecisionTimeChart.client'
import { DecisionTimesChart } from '../../business/charts/DecisionTimesChart.client'
import { DropOffChart } from '../../business/charts/DropOffChart.client'
import { FunnelChart } from '../../business/charts/FunnelChart.client'
import { OutcomesChart } from '../../business/charts/OutcomesChart.client'
import { RatesChart } from '../../business/charts/RatesChart.client'
import { VolumeChart } from '../../business/charts/VolumeChart.client'
import styles from './index.module.css'

/** All charts of the page, in the order of the questions: how much, how far, how well, how fast. */
export const Charts = ({ data }: { data: BusinessAnswer }) => (
  <div className={styles.charts}>
    <VolumeChart data={data} />
    <OutcomesChart data={data} />
    <FunnelChart data={data} />
    <DropOffChart data={data} />
    <RatesChart data={data} />
    <AmountsChart data={data} />
    <DecisionTimeChart data={data} />
    <DecisionTimesChart data={data} />
    <AnswerTimesChart data={data} />
  </div>
)
