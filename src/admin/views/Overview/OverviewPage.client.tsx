'use client'

import type { ReactNode } from 'react'

import { useBusinessRefresh } from '../../business/useBusinessRefresh'
import { Providers } from '../../components/Providers/Providers.client'
import { TruthLine } from '../../components/TruthLine/TruthLine.client'
import { usePageTitle } from '../../hooks/usePageTitle'
import { Arrange } from './Arrange.client'
import styles from './index.module.css'

/** The overview around its widgets: one live connection and one set of numbers for all of them. */
export const OverviewPage = ({ children, eventId }: { children: ReactNode; eventId?: string }) => (
  <Providers>
    <main className={styles.page} data-billie-page>
      <TruthLine eventId={eventId} />
      <Content>{children}</Content>
    </main>
  </Providers>
)

const Content = ({ children }: { children: ReactNode }) => {
  useBusinessRefresh()
  usePageTitle('Overview')
  return (
    <div className={styles.content}>
      <header className={styles.head}>
        <h1 className={styles.title}>Overview</h1>
        <Arrange />
      </header>
      {children}
    </div>
  )
}
