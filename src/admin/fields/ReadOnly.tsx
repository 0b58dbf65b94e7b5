import { FieldLabel } from '@payloadcms/ui'
import type { StaticLabel } from 'payload'
import type { ReactNode } from 'react'

import styles from './index.module.css'

/** A field that is for reading alone: its label, and what it holds in the dress of a read-only input. */
export const ReadOnly = ({
  children,
  label,
  path,
}: {
  children: ReactNode
  label: StaticLabel | false | undefined
  path: string
}) => (
  <div className={`field-type ${styles.field}`}>
    <FieldLabel as="span" label={label || undefined} path={path} />
    <div className={styles.value}>{children ?? '–'}</div>
  </div>
)
