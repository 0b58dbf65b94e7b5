'use client'

import { useQuery } from '@tanstack/react-query'

import { readHealth } from '../live/health'

const askEveryMs = 5_000

/** How well everything works, asked for while somebody looks. */
export const useHealth = () =>
  useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => readHealth(signal),
    refetchInterval: askEveryMs,
    refetchOnWindowFocus: 'always',
    retry: false,
  })
