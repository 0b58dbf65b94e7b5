import type { ReactNode } from 'react'

import type { Tone } from '../../format/tone'
import styles from './index.module.css'

/** A small mark: a word or two, coloured by what they mean. */
export const Pill = ({
  children,
  title,
  tone = 'none',
}: {
  children: ReactNode
  title?: string
  tone?: Tone
}) => (
  <span className={styles.pill} data-tone={tone} title={title}>
    {children}
  </span>
)
