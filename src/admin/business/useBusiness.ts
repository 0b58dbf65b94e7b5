'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'

import { useIsAnchored } from '../hooks/useRealtime'
import { readBusiness } from '../live/business'

/** An answer so young is not asked for again by what appears beside it. */
const youngMs = 5_000

/**
 * The numbers of the business. Everybody on a page who asks the same shares one request; a page
 * keeps them present with `useBusinessRefresh`.
 */
export const useBusiness = (search: string) => {
  // What was loaded before the live stream stood would be loaded once more when it does.
  const isAnchored = useIsAnchored()
  return useQuery({
    queryKey: ['business', search],
    enabled: isAnchored,
    queryFn: ({ signal }) => readBusiness(search, signal),
    placeholderData: keepPreviousData,
    staleTime: youngMs,
  })
}
