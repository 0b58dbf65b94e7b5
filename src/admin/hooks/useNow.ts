'use client'

import { useSyncExternalStore } from 'react'

import { getNow, watchNow } from '../live/ticker'

/**
 * Something that depends on the present, such as "12 s ago". The component renders again only
 * when the answer changes, not every second. On the server there is no present: it is empty.
 */
export const useFromNow = (read: (now: number) => string): string =>
  useSyncExternalStore(
    watchNow,
    () => read(getNow()),
    () => '',
  )
