import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { createPace } from '@/realtime/pace'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

it('lets the first through at once and keeps the following ones apart', async () => {
  const pace = createPace(() => Date.now())
  const startedAt = Date.now()
  await pace.wait(40)
  expect(Date.now() - startedAt).toBe(0)
  const second = pace.wait(40)
  await vi.advanceTimersByTimeAsync(39)
  let isThrough = false
  void second.then(() => (isThrough = true))
  await vi.advanceTimersByTimeAsync(0)
  expect(isThrough).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(isThrough).toBe(true)
})

it('holds up nothing that comes late enough, nor where nobody is waiting', async () => {
  const pace = createPace(() => Date.now())
  await pace.wait(40)
  await vi.advanceTimersByTimeAsync(50)
  await pace.wait(40)
  await pace.wait(0)
})
