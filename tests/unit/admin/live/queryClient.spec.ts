import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { QueryObserver } from '@tanstack/react-query'

import { RequestFailed } from '@/admin/live/get'
import { createQueryClient } from '@/admin/live/queryClient'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Asks what always fails so, as a view does, and says how often it was asked and who was told. */
const ask = async (error: Error) => {
  const onLoggedOut = vi.fn()
  const queryFn = vi.fn(() => Promise.reject(error))
  const client = createQueryClient(onLoggedOut)
  client.mount()
  const observer = new QueryObserver(client, { queryKey: ['asked'], queryFn })
  const stop = observer.subscribe(() => undefined)
  await vi.advanceTimersByTimeAsync(120_000)
  const { status } = observer.getCurrentResult()
  stop()
  client.clear()
  client.unmount()
  return { asked: queryFn.mock.calls.length, loggedOut: onLoggedOut.mock.calls.length, status }
}

describe('a query that fails', () => {
  it.each([400, 403, 404, 409, 422, 499])(
    'is asked once where it is refused: %i',
    async (status) => {
      expect(await ask(new RequestFailed(status, 'refused'))).toEqual({
        asked: 1,
        loggedOut: 0,
        status: 'error',
      })
    },
  )

  it.each([0, 429, 500, 503])(
    'is asked three times where it may yet succeed: %i',
    async (status) => {
      expect(await ask(new RequestFailed(status, 'not now'))).toEqual({
        asked: 3,
        loggedOut: 0,
        status: 'error',
      })
    },
  )

  it('leads to the login at once where nobody is logged in', async () => {
    expect(await ask(new RequestFailed(401, 'log in'))).toMatchObject({ asked: 1, loggedOut: 1 })
  })
})
