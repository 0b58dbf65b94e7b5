import type { ReactNode } from 'react'

import styles from './index.module.css'

/** A word from the product in the place of content: nothing here, not found, something failed. */
export const Message = ({
  action,
  children,
  isCompact = false,
  title,
}: {
  action?: ReactNode
  children?: ReactNode
  /** For a message inside a smaller part of a screen. */
  isCompact?: boolean
  title: string
}) => (
  <div className={styles.message} data-compact={isCompact || undefined} role="status">
    <h2>{title}</h2>
    {children && <div className={styles.text}>{children}</div>}
    {action && <div className={styles.action}>{action}</div>}
  </div>
)
