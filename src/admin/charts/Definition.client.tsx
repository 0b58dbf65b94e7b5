'use client'

import { type ReactNode, useId, useState } from 'react'

import styles from './index.module.css'

/** Room for the text and its margin, in pixels. */
const widest = 340

/** What a number means, at hand for pointer and keyboard. */
export const Definition = ({ children, of }: { children: ReactNode; of: string }) => {
  const id = useId()
  const [side, setSide] = useState<'left' | 'right'>('right')
  // What would not fit on the right opens to the left.
  const turn = ({ currentTarget }: { currentTarget: Element }): void =>
    setSide(currentTarget.getBoundingClientRect().left > innerWidth - widest ? 'left' : 'right')
  return (
    <span className={styles.definition} data-side={side} onFocus={turn} onPointerEnter={turn}>
      <button aria-describedby={id} aria-label={`What “${of}” means`} type="button">
        <svg aria-hidden height="12" viewBox="0 0 12 12" width="12">
          <circle cx="6" cy="6" fill="none" r="5.4" stroke="currentColor" />
          <path d="M6 5.3v3.4M6 3.1v1" stroke="currentColor" strokeWidth="1.2" />
        </svg>
      </button>
      <span id={id} role="tooltip">
        {children}
      </span>
    </span>
  )
}
