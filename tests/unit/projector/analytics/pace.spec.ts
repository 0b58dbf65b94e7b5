import { beforeEach, describe, expect, it, vi } from 'vitest'

import { createPace } from '@/projector/analytics/pace'

let nowMs = 0

beforeEach(() => {
  nowMs = 1_000_000
  vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  return () => vi.restoreAllMocks()
})

/** Makes steps of a given duration. @returns how many entries each was allowed */
const steps = async (pace: ReturnType<typeof createPace>, count: number, tookMs: number) => {
  const allowed: number[] = []
  for (let made = 0; made < count; made++)
    await pace.step(async ({ maximumEntries }) => {
      allowed.push(maximumEntries)
      nowMs += tookMs
    })
  return allowed
}

const fail = (pace: ReturnType<typeof createPace>) =>
  pace.step(() => Promise.reject(new Error('too slow'))).catch(() => undefined)

describe('the size of steps', () => {
  it('grows while they are quick, to the most that is set', async () => {
    expect(await steps(createPace({ maximumEntries: 3_000 }), 5, 50)).toEqual([
      500, 1_000, 2_000, 3_000, 3_000,
    ])
  })

  it('shrinks where they are slow, and never so far that the cost of days outweighs it', async () => {
    const pace = createPace({})
    await steps(pace, 3, 50)
    expect(await steps(pace, 6, 900)).toEqual([4_000, 2_000, 1_000, 500, 500, 500])
    expect(await steps(pace, 2, 14_000)).toEqual([500, 500])
  })

  it('shrinks further after failures, and comes back while that is safe', async () => {
    const pace = createPace({})
    await fail(pace)
    await fail(pace)
    expect(await steps(pace, 2, 1_500)).toEqual([31, 20])
    expect(await steps(pace, 7, 900)).toEqual([20, 40, 80, 160, 320, 640, 500])
    for (let failed = 0; failed < 9; failed++) await fail(pace)
    expect(await steps(pace, 1, 1_500)).toEqual([20])
  })
})

describe('the pace', () => {
  it('keeps up with 50 entries a second where every step costs 300 ms', async () => {
    const pace = createPace({})
    let counted = 0
    for (const beganMs = nowMs; nowMs - beganMs < 60_000;) {
      counted += (await steps(pace, 1, 300))[0]!
      nowMs += pace.afterStep(false)
    }
    expect(counted / 60).toBeGreaterThan(50)
  })

  it('rests six times as long as a step took, between the poll and ten seconds', async () => {
    const pace = createPace({})
    const rests: number[] = []
    for (const tookMs of [10, 300, 9_000]) {
      await steps(pace, 1, tookMs)
      rests.push(pace.afterStep(false))
    }
    expect(rests).toEqual([500, 1_800, 10_000])
    expect(pace.afterStep(true)).toBe(0)
  })

  it('has a beat and a time to try again of their own', () => {
    const pace = createPace({ leaseMs: 4_000 })
    const ask = () => [pace.isBeatDue(), pace.isRetryDue()]
    expect([ask(), ask()]).toEqual([
      [true, true],
      [false, false],
    ])
    nowMs += 1_000
    expect(pace.isBeatDue()).toBe(true)
    expect(ask()).toEqual([false, true])
  })
})
