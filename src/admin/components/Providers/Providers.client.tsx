'use client'

import { type QueryClient, QueryClientProvider, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'

import { useRealtimeSignal } from '../../hooks/useRealtime'
import { createQueryClient, isRefusal } from '../../live/queryClient'
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

const goToLogin = (): void => {
  const { origin, pathname, search } = location
  if (pathname.endsWith('/login')) return
  const login = new URL('/admin/login', origin)
  login.searchParams.set('redirect', pathname + search)
  location.assign(login)
}

let browserClient: QueryClient | undefined

/** One for the browser's tab, so that views share what is loaded; on the server one for each render. */
const getClient = (): QueryClient =>
  typeof window === 'undefined'
    ? createQueryClient(goToLogin)
    : (browserClient ??= createQueryClient(goToLogin))
