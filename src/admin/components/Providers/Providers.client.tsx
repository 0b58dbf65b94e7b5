'use client'

import { QueryCache, QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'

import { useRealtimeSignal } from '../../hooks/useRealtime'
import { RequestFailed } from '../../live/api'
import { realtime } from '../../live/realtime'
import { AccessDenied } from '../AccessDenied'

/**
 * What the product's views stand on: the loaded data, which is read again where the live stream
 * says so, and the session, whose end leads to the login and back.
 */
export const Providers = ({ children }: { children: ReactNode }) => (
  <QueryClientProvider client={getClient()}>
    <Session>{children}</Session>
  </QueryClientProvider>
)

const reloadRetryMs = 5_000

const Session = ({ children }: { children: ReactNode }) => {
  const client = useQueryClient()
  const [isDenied, setIsDenied] = useState(false)
  useRealtimeSignal((signal) => {
    if (signal.kind === 'reload') void reload(client)
    if (signal.kind !== 'refused') return
    if (signal.status === 401) goToLogin()
    else setIsDenied(true)
  })
  return isDenied ? <AccessDenied /> : children
}

const reload = async (client: QueryClient): Promise<void> => {
  await client.invalidateQueries()
  const isIncomplete = client
    .getQueryCache()
    .findAll({ type: 'active' })
    .some(({ state }) => state.error !== null && !isRefusal(state.error))
  if (isIncomplete) setTimeout(() => void reload(client), reloadRetryMs)
  else realtime.settled()
}

/** What was asked is wrong, or not allowed: asking again changes nothing. */
const isRefusal = (error: Error): boolean =>
  error instanceof RequestFailed &&
  error.status >= 400 &&
  error.status < 500 &&
  error.status !== tooManyRequests

const tooManyRequests = 429

const goToLogin = (): void => {
  const { origin, pathname, search } = location
  if (pathname.endsWith('/login')) return
  const login = new URL('/admin/login', origin)
  login.searchParams.set('redirect', pathname + search)
  location.assign(login)
}

const createClient = (): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof RequestFailed && error.status === 401) goToLogin()
      },
    }),
    defaultOptions: {
      queries: {
        // The live stream keeps what is loaded present; it says when to read again.
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && !isRefusal(error),
      },
    },
  })

let browserClient: QueryClient | undefined

/** One for the browser's tab, so that views share what is loaded; on the server one for each render. */
const getClient = (): QueryClient =>
  typeof window === 'undefined' ? createClient() : (browserClient ??= createClient())
