import { describe, expect, it } from 'vitest'

import { createRecent } from '@/api/business/recent'

describe('a recent answer', () => {
  it('is shared by those who ask at once, and read again after its time', async () => {
    let nowMs = 0
    let reads = 0
    const recent = createRecent<number>({ keepMs: 1_000, now: () => nowMs })
    const ask = (key = 'one') => recent.get(key, async () => ++reads)
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1])
    nowMs = 999
    expect(await ask()).toBe(1)
    expect(await ask('other')).toBe(2)
    nowMs = 1_000
    expect(await ask()).toBe(3)
  })

  it('is not kept where it failed', async () => {
    const recent = createRecent<number>({ keepMs: 1_000 })
    await expect(recent.get('one', () => Promise.reject(new Error('away')))).rejects.toThrow('away')
    expect(await recent.get('one', async () => 5)).toBe(5)
  })
})
