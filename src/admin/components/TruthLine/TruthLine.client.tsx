'use client'

import { type ReactNode, useEffect, useState } from 'react'

import { appendedAtMs } from '@/ledger/streamId'

import { useConnection } from '../../hooks/useRealtime'
import { useFromNow } from '../../hooks/useNow'
import { formatClock } from '../../format/time'
import type { ConnectionState } from '../../live/realtime'
import { FromNow } from '../FromNow/FromNow.client'
import styles from './index.module.css'

/**
 * What the reader may believe of this screen: whether it is live, which event was the latest it
 * heard of, and when that was. (Not that all before it are in: another worker may hold some.)
 * @param eventId the position that the server knew when it rendered the page
 */
export const TruthLine = ({ eventId }: { eventId?: string }) => {
  const connection = useConnection()
  const hasCaughtUp = useHasCaughtUp(connection.recoveries)
  const clock = useFromNow((now) => formatClock(now))
  const position = connection.eventId ?? eventId
  const { detail, label, tone } = describe({ connection, hasCaughtUp, position })
  return (
    <div
      className={styles.line}
      data-state={connection.status}
      data-testid="connection-state"
      data-tone={tone}
    >
      <span aria-hidden className={styles.dot} />
      <strong>{label}</strong>
      <span className={styles.hidden} role="status">
        {hasCaughtUp ? 'Connected again' : announcements[connection.status]}
      </span>
      <span className={styles.detail}>{detail}</span>
      <span aria-hidden className={styles.clock} suppressHydrationWarning>
        {clock}
      </span>
    </div>
  )
}

/** What is said aloud: how the connection stands, not every event that it brings. */
const announcements: Record<ConnectionState['status'], string> = {
  connecting: '',
  live: '',
  reconnecting: 'Connection lost, reconnecting',
  resynchronising: 'Resynchronising',
}

interface Truth {
  label: string
  detail: ReactNode
  tone: 'ok' | 'warn' | 'none'
}

const describe = ({
  connection,
  hasCaughtUp,
  position,
}: {
  connection: ConnectionState
  hasCaughtUp: boolean
  position: string | undefined
}): Truth => {
  // Before this tab has heard anything, the event itself tells when the ledger took it.
  const changedMs = connection.lastChangeMs ?? (position && appendedAtMs(position))
  switch (connection.status) {
    case 'connecting':
      return { label: 'Connecting', detail: '', tone: 'none' }
    case 'reconnecting':
      return {
        label: `Reconnecting since ${formatClock(connection.sinceMs)}`,
        detail: 'What you see stays, and may be older than the ledger',
        tone: 'warn',
      }
    case 'resynchronising':
      return {
        label: 'Resynchronising',
        detail: 'Loading what changed meanwhile',
        tone: 'warn',
      }
    case 'live':
      return {
        label: hasCaughtUp ? 'Connected again, nothing was missed' : 'Live',
        detail: changedMs ? (
          <>
            latest event {position}, <FromNow at={changedMs} />
          </>
        ) : (
          'waiting for the first event'
        ),
        tone: 'ok',
      }
  }
}

const sayForMs = 6_000

/** Whether a lost connection has come back just now. */
const useHasCaughtUp = (recoveries: number): boolean => {
  const [said, setSaid] = useState(recoveries)
  useEffect(() => {
    if (said === recoveries) return
    const timer = setTimeout(() => setSaid(recoveries), sayForMs)
    return () => clearTimeout(timer)
  }, [said, recoveries])
  return said !== recoveries
}
