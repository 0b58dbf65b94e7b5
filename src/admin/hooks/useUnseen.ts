'use client'

import { useCallback, useSyncExternalStore } from 'react'

import { seenMessages } from '../live/seen'

/** How many messages came since the reader looked at the conversation, and a way to say that they do. */
export const useUnseen = (id: string, count: number) => {
  const unseen = useSyncExternalStore(
    (watcher) => seenMessages.watch(id, watcher),
    () => seenMessages.unseen(id, count),
    () => 0,
  )
  const look = useCallback(() => seenMessages.look(id, count), [id, count])
  return { unseen, look }
}
