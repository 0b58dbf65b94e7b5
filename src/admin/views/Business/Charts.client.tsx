'use client'

import type { BusinessAnswer } from '@/queries/business/answer'

import { FlowCharts } from './FlowCharts.client'
import styles from './index.module.css'
import { MoneyCharts } from './MoneyCharts.client'
import { TimeCharts } from './TimeCharts.client'
import { VolumeCharts } from './VolumeCharts.client'

/** All charts of the page, in the order of the questions: how much, how far, how well, how fast. */
export const Charts = ({ data }: { data: BusinessAnswer }) => (
  <div className={styles.charts}>
    <VolumeCharts data={data} />
    <FlowCharts data={data} />
    <MoneyCharts data={data} />
    <TimeCharts data={data} />
  </div>
)
