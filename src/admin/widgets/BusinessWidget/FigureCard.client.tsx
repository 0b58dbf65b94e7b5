'use client'

import { FigureNumber } from '../../business/FigureNumber.client'
import { figures } from '../../business/figures'
import { toSparkline } from '../../business/sparkline'
import { Definition } from '../../charts/Definition.client'
import { Sparkline } from '../../charts/Sparkline.client'
import styles from '../index.module.css'
import type { DrawingProps } from './drawingProps'

/** One figure of choice, beside the period before, and how it went. */
export const FigureCard = ({ aside, choice: { figure }, data }: DrawingProps) => {
  const { definition, label } = figures[figure]
  return (
    <section aria-label={label} className={styles.card} data-figure={figure}>
      <header>
        <h2>{label}</h2>
        <Definition of={label}>{definition}</Definition>
        {aside}
      </header>
      <div className={styles.figure}>
        <FigureNumber data={data} name={figure} />
        <Sparkline {...toSparkline(data, figure)} />
      </div>
    </section>
  )
}
