'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { compareStreamIds } from '@/ledger/streamId'
import type { LiveStatus } from '@/realtime/liveStatus'

import { readLiveStatus } from '../live/api'
import { useFromNow } from './useNow'

const askEveryMs = 2_000
/** Without an answer that holds on this screen for so long, nothing is known of the present. */
const staleMs = 8_000

/**
 * The latest answer of the server whose changes have all arrived here: what it says is true of
 * this screen, not only of the database. Asked for while somebody looks.
 * @param position the place in the change feed that this screen has reached
 */
export const useLiveStatus = (
  position: string | undefined,
): { status: LiveStatus | undefined; isFresh: boolean } => {
  const { data, dataUpdatedAt } = useQuery({
    queryKey: ['live-status'],
    queryFn: ({ signal }) => readLiveStatus(signal),
    refetchInterval: askEveryMs,
    refetchOnWindowFocus: 'always',
    retry: false,
  })
  const [held, setHeld] = useState<{ status: LiveStatus; readAtMs: number }>()
  const isNews = data != null && held?.readAtMs !== dataUpdatedAt
  if (isNews && hasReached(position, data.position))
    setHeld({ status: data, readAtMs: dataUpdatedAt })
  const age = useFromNow((now) => (held && now - held.readAtMs > staleMs ? 'stale' : 'fresh'))
  return { status: held?.status, isFresh: age !== 'stale' }
}

const hasReached = (here: string | undefined, there: string | undefined): boolean =>
  there === undefined || (here !== undefined && compareStreamIds(here, there) >= 0)
