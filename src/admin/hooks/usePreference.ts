'use client'

import { usePreferences } from '@payloadcms/ui'
import { useEffect, useState } from 'react'

/**
 * A choice of this user, remembered by the server for all their browsers. `isKnown` tells
 * whether it has been read: until then the fallback stands in. Choices are objects, because
 * Payload does not give back a bare `false`, `0` or `''` as it was stored.
 */
export const usePreference = <T extends object>(key: string, fallback: T) => {
  const { getPreference, setPreference } = usePreferences()
  const [{ isKnown, value }, setState] = useState({ isKnown: false, value: fallback })
  useEffect(() => {
    let isCurrent = true
    const settle = (stored: T | null | undefined): void => {
      if (isCurrent) setState((state) => ({ isKnown: true, value: stored ?? state.value }))
    }
    // A choice that cannot be read is no reason to show nothing.
    getPreference<T | undefined>(key).then(settle, () => settle(undefined))
    return () => {
      isCurrent = false
    }
  }, [getPreference, key])
  const choose = (next: T): void => {
    setState({ isKnown: true, value: next })
    void setPreference(key, next)
  }
  return { value, isKnown, choose }
}
