'use client'

import { useSearchParams } from 'next/navigation.js'
import { useState } from 'react'

/**
 * A choice that stands in the page's address, so that it can be shared and survives a reload and
 * the way back. Changing it loads nothing from the server.
 */
export const useSearchParameter = (name: string): [string, (value: string) => void] => {
  const parameters = useSearchParams()
  const [value, setValue] = useState(parameters.get(name) ?? '')
  return [
    value,
    (next) => {
      setValue(next)
      const address = new URL(location.href)
      if (next) address.searchParams.set(name, next)
      else address.searchParams.delete(name)
      history.replaceState(history.state, '', address)
    },
  ]
}
