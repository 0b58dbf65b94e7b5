'use client'

import { Link } from '@payloadcms/ui'

import line from '../../components/TruthLine/index.module.css'
import { countOf, toVisibleText } from '../../format/text'
import { formatExact, formatShortClock } from '../../format/time'
import { useFromNow } from '../../hooks/useNow'
import styles from './index.module.css'
import type { ParkedEvents } from './readParked'

/** Says that the page lacks something: events of this conversation that could not be applied. */
export const ParkedLine = ({
  conversationId,
  parked: { count, failedAt, type },
}: {
  conversationId: string
  parked: ParkedEvents
}) => {
  // The server does not know the reader's time zone.
  const clock = useFromNow(() => formatShortClock(failedAt))
  return (
    <div className={line.line} data-testid="parked-events" data-tone="warn" role="status">
      <span aria-hidden className={line.dot} />
      <strong>
        {countOf(count, 'event')} of this conversation {count === 1 ? 'is' : 'are'} not applied
      </strong>
      <span className={line.detail}>
        ({count > 1 && 'latest: '}
        {toVisibleText(type ?? 'no type')},{' '}
        <time dateTime={failedAt} suppressHydrationWarning title={formatExact(failedAt)}>
          {clock}
        </time>
        ): what you see may be incomplete
      </span>
      <Link className={styles.parked} href={toListAddress(conversationId)} prefetch={false}>
        {count === 1 ? 'Show it' : 'Show them'}
      </Link>
    </div>
  )
}

/** The dead letters of one conversation, as the list's own filter writes it. */
const toListAddress = (conversationId: string): string =>
  `/admin/collections/dead-letters?${new URLSearchParams({
    'where[or][0][and][0][cid][equals]': conversationId,
    'where[or][0][and][1][status][equals]': 'parked',
  })}`
