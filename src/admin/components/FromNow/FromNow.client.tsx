'use client'

import { useFromNow } from '../../hooks/useNow'
import { formatAgo, formatElapsed, formatExact, type Moment } from '../../format/time'

/** `12 s ago`, kept true, with the exact time on hover. */
export const FromNow = ({ at, isBare = false }: { at: Moment; isBare?: boolean }) => {
  const text = useFromNow((now) => (isBare ? formatElapsed(at, now) : formatAgo(at, now)))
  return (
    <time dateTime={toIso(at)} suppressHydrationWarning title={formatExact(at)}>
      {text}
    </time>
  )
}

const toIso = (at: Moment): string | undefined =>
  typeof at === 'number' ? new Date(at).toISOString() : (at ?? undefined)
