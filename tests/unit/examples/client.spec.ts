import { afterEach, expect, it, vi } from 'vitest'

import { createClient } from '../../../examples/client/client'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

const refusal = (status: number, headers = {}): Response =>
  Response.json({ errors: [{ code: 'A_CODE', message: 'No.' }] }, { status, headers })

const follow = (fetch: () => Promise<Response>) => {
  vi.stubGlobal('fetch', fetch)
  vi.useFakeTimers()
  const stop = new AbortController()
  const client = createClient({ url: 'http://127.0.0.1', apiKey: 'a key' })
  return { stop, changes: client.follow({ signal: stop.signal }) }
}

it('the example client waits as long as it is told where too many streams are open', async () => {
  const fetch = vi
    .fn<() => Promise<Response>>()
    .mockResolvedValueOnce(refusal(429, { 'Retry-After': '10' }))
    .mockResolvedValueOnce(new Response('id: 5-0\ndata: {"collection":"conversations"}\n\n'))
  const { changes, stop } = follow(fetch)
  const first = changes.next()
  await vi.advanceTimersByTimeAsync(9_900)
  expect(fetch).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(200)
  expect((await first).value).toMatchObject({ id: '5-0', collection: 'conversations' })
  stop.abort()
})

it('the example client gives up where it is refused for good', async () => {
  const { changes } = follow(() => Promise.resolve(refusal(403)))
  await expect(changes.next()).rejects.toMatchObject({ status: 403, code: 'A_CODE' })
})
