import { expect, it, vi } from 'vitest'

import { createInFlight } from '@/realtime/inFlight'

it('asks once for all who ask meanwhile, and again for who asks later', async () => {
  const ask = vi.fn(async (key: string) => ({ key }))
  const shared = createInFlight(ask)
  const [first, second, other] = await Promise.all([shared('a'), shared('a'), shared('b')])
  expect(second).toBe(first)
  expect(other).toEqual({ key: 'b' })
  expect(ask).toHaveBeenCalledTimes(2)
  expect(await shared('a')).not.toBe(first)
})

it('tells a failure to all who asked, and tries again for the next', async () => {
  const ask = vi.fn(async () => 'back').mockRejectedValueOnce(new Error('away'))
  const shared = createInFlight(ask)
  const both = await Promise.allSettled([shared('a'), shared('a')])
  expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await shared('a')).toBe('back')
})
