import type { ReactNode } from 'react'

import { Finder } from './Finder.client'
import styles from './index.module.css'
import type { Entry } from './types'
import { Words } from './Words'

/** A reference: the list of its entries beside them. */
export const Page = ({
  children,
  description,
  download,
  entries,
  other,
  title,
}: {
  children: ReactNode
  description: string
  /** Address of the document itself. */
  download: string
  entries: Entry[]
  /** The other reference. */
  other: { href: string; label: string }
  title: string
}) => (
  <div className={styles.page}>
    <Finder entries={entries} label={title} />
    <div className={styles.content}>
      <header className={styles.intro}>
        <h1 className={styles.title}>{title}</h1>
        <a download={download.split('/').at(-1)} href={download}>
          Download {download.split('/').at(-1)}
        </a>
        <a href={other.href}>{other.label}</a>
        <p>
          <Words>{description}</Words>
        </p>
      </header>
      {children}
    </div>
  </div>
)
