'use client'

import { useState } from 'react'

import { settle } from '../live/settle'

/**
 * Keeps a list steady while its reader uses it (see `settle`).
 * @param key a change of it means that the reader asked for another list: nothing is held then
 */
export const useHeldList = ({
  isHeld,
  key,
  wanted,
}: {
  isHeld: boolean
  key: string
  wanted: string[]
}): { shown: string[]; waiting: string[]; release: () => void } => {
  const [held, setHeld] = useState({ key, shown: wanted })
  const { shown, waiting } = settle({
    isHeld: isHeld && key === held.key,
    shown: held.shown,
    wanted,
  })
  if (shown !== held.shown || key !== held.key) setHeld({ key, shown })
  return { shown, waiting, release: () => setHeld({ key, shown: wanted }) }
}
