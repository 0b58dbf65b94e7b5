import { QueryCache, QueryClient } from '@tanstack/react-query'

import { RequestFailed } from './get'

/** How often a query is asked again by itself before it counts as failed. */
const maximumRetries = 2

const tooManyRequests = 429

/** What was asked is wrong, or not allowed: asking again changes nothing. */
export const isRefusal = (error: Error): boolean =>
  error instanceof RequestFailed &&
  error.status >= 400 &&
  error.status < 500 &&
  error.status !== tooManyRequests

/**
 * What the panel's views load with. What the server refused is not asked again by itself.
 * @param onLoggedOut called where an answer says that nobody is logged in any more
 */
export const createQueryClient = (onLoggedOut: () => void): QueryClient =>
  new QueryClient({
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof RequestFailed && error.status === 401) onLoggedOut()
      },
    }),
    defaultOptions: {
      queries: {
        // The live stream keeps what is loaded present; it says when to read again.
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (failures, error) => failures < maximumRetries && !isRefusal(error),
      },
    },
  })
