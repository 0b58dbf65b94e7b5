'use client'

import { Link } from '@payloadcms/ui'
import { useEffect, useState } from 'react'

import { appendedAtMs } from '@/ledger/streamId'

import { parkedList } from '../../format/deadLetters'
import { countOf } from '../../format/text'
import { formatClock, formatExact } from '../../format/time'
import { describeTruth, isQuiet, remarksOn } from '../../format/truth'
import { useLiveStatus } from '../../hooks/useLiveStatus'
import { useFromNow } from '../../hooks/useNow'
import { useConnection } from '../../hooks/useRealtime'
import type { ConnectionState } from '../../live/realtime'
import { FromNow } from '../FromNow/FromNow.client'
import styles from './index.module.css'

/**
 * What the reader may believe of this screen: whether it is live, up to which event nothing is
 * missing from it, and what else is amiss.
 * @param eventId the position that the server knew when it rendered the page
 */
export const TruthLine = ({ eventId }: { eventId?: string }) => {
  const connection = useConnection()
  const hasCaughtUp = useHasCaughtUp(connection.recoveries)
  const { isFresh, status } = useLiveStatus(connection.position)
  const clock = useFromNow((now) => formatClock(now))
  const { detail, label, tone } = describeTruth({
    connection: connection.status,
    sinceMs: connection.sinceMs,
    hasCaughtUp,
    status,
    isFresh,
  })
  const position = status?.completeTo ?? connection.eventId ?? eventId
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
      <span className={styles.detail} title={position && titleOf(position)}>
        {detail}
        {status?.completeTo && isFresh && connection.status === 'live' && (
          <>
            , <FromNow at={appendedAtMs(status.completeTo)} />
            {isQuiet(status) && ', nothing since'}
          </>
        )}
        {status && remarksOn(status).map((remark) => <em key={remark}> · {remark}</em>)}
      </span>
      {status && status.parked > 0 && (
        <Link className={styles.parked} href={parkedList} prefetch={false}>
          {countOf(status.parked, 'event')} not applied
        </Link>
      )}
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
  overLimit: 'Not live: too many live screens',
  resynchronising: 'Resynchronising',
}

const titleOf = (eventId: string): string =>
  `event ${eventId}, ${formatExact(appendedAtMs(eventId))}`

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
