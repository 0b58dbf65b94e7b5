import { describe, expect, it } from 'vitest'

import { createBusyShare } from '@/projector/busyShare'

/** A thread whose time passes as it is told. */
const openThread = () => {
  const total = { idle: 10_000, active: 90_000 }
  return {
    busyShare: createBusyShare(() => ({ ...total, utilization: 0.9 })),
    pass: (activeMs: number, idleMs: number): void => {
      total.active += activeMs
      total.idle += idleMs
    },
  }
}

describe('how busy a process is', () => {
  it('is not known at first', () => {
    const { busyShare, pass } = openThread()
    expect(busyShare()).toBe(0)
    pass(400, 0)
    expect(busyShare()).toBe(0)
  })

  it('is told of the time since it was told before', () => {
    const { busyShare, pass } = openThread()
    pass(300, 300)
    expect(busyShare()).toBe(0.5)
    pass(750, 250)
    expect(busyShare()).toBe(0.75)
    pass(0, 10_000)
    expect(busyShare()).toBe(0)
  })

  it('is not told of a single batch', () => {
    const { busyShare, pass } = openThread()
    pass(100, 900)
    expect(busyShare()).toBe(0.1)
    pass(200, 0)
    expect(busyShare()).toBe(0.1)
    pass(100, 300)
    expect(busyShare()).toBe(0.5)
  })

  it('reads what its own process does', async () => {
    const busyShare = createBusyShare()
    const until = performance.now() + 600
    while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve, 1))
    expect(busyShare()).toBeGreaterThan(0.9)
  })
})
