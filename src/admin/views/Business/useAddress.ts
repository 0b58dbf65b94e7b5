'use client'

import { usePathname, useSearchParams } from 'next/navigation.js'
import { useCallback, useMemo } from 'react'

import { toSearch } from '../../business/target'

/** A change of the address's parts; an empty text takes one away. */
export type AddressChange = Record<string, string>

/**
 * The page's choices as its address has them: they can be shared, and the browser's way back
 * leads to the choice before.
 */
export const useAddress = (): {
  search: URLSearchParams
  change: (change: AddressChange) => void
} => {
  const parameters = useSearchParams()
  const pathname = usePathname()
  const search = useMemo(() => toSearch(new URLSearchParams(parameters.toString())), [parameters])
  const change = useCallback(
    (wanted: AddressChange) => {
      const next = new URLSearchParams(search)
      for (const [name, value] of Object.entries(wanted))
        if (value) next.set(name, value)
        else next.delete(name)
      const text = next.toString()
      if (text !== search.toString())
        history.pushState(null, '', text === '' ? pathname : `${pathname}?${text}`)
    },
    [pathname, search],
  )
  return { search, change }
}
