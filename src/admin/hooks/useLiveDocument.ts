'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'

import { RequestFailed } from '../live/api'
import type { Versioned } from '../live/documents'
import { newerOf } from '../live/merge'
import { useIsAnchored, useRealtimeSignal } from './useRealtime'

/**
 * One document: loaded once, then kept present by the live stream. A document that does not
 * exist yet is `null`, and appears with the first change that tells of it.
 */
export const useLiveDocument = <T extends Versioned>({
  collection,
  id,
  read,
}: {
  collection: string
  id: string | null | undefined
  read: (id: string, signal: AbortSignal) => Promise<T>
}) => {
  const client = useQueryClient()
  const isAnchored = useIsAnchored()
  const queryKey = ['document', collection, id]
  useRealtimeSignal((signal) => {
    if (signal.kind !== 'change' || signal.frame.collection !== collection) return
    if (signal.frame.doc.id !== id) return
    client.setQueryData<T | null>(queryKey, (known) =>
      newerOf(known ?? undefined, signal.frame.doc as unknown as T),
    )
  })
  return useQuery<T | null>({
    queryKey,
    enabled: isAnchored && Boolean(id),
    queryFn: async ({ signal }) => {
      const loaded = await read(id!, signal).catch((error: unknown) => {
        if (error instanceof RequestFailed && error.status === 404) return null
        throw error
      })
      const known = client.getQueryData<T | null>(queryKey) ?? undefined
      return loaded === null ? (known ?? null) : newerOf(known, loaded)
    },
  })
}
