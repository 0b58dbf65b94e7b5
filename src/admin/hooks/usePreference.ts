'use client'

import { usePreferences } from '@payloadcms/ui'
import { useEffect, useState } from 'react'

/** A choice of this user, remembered by the server for all their browsers. */
export const usePreference = <T>(key: string, fallback: T): [T, (value: T) => void] => {
  const { getPreference, setPreference } = usePreferences()
  const [value, setValue] = useState(fallback)
  useEffect(() => {
    let isCurrent = true
    void getPreference<T | undefined>(key).then((stored) => {
      if (isCurrent && stored !== undefined && stored !== null) setValue(stored)
    })
    return () => {
      isCurrent = false
    }
  }, [getPreference, key])
  return [
    value,
    (next) => {
      setValue(next)
      void setPreference(key, next)
    },
  ]
}
