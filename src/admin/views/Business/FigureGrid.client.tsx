'use client'

import type { BusinessAnswer } from '@/queries/business/answer'
import { numberNames } from '@/queries/business/numbers'

import { FigureNumber } from '../../business/FigureNumber.client'
import { figures } from '../../business/figures'
import { Definition } from '../../charts/Definition.client'
import styles from './index.module.css'

/** Every number of the period beside the period before. */
export const FigureGrid = ({ data }: { data: BusinessAnswer }) => (
  <section aria-label="Figures of the period" className={styles.figures}>
    {numberNames.map((name) => (
      <div className={styles.figure} data-figure={name} key={name}>
        <h2>
          {figures[name].label}
          <Definition of={figures[name].label}>{figures[name].definition}</Definition>
        </h2>
        <FigureNumber data={data} name={name} />
      </div>
    ))}
  </section>
)
