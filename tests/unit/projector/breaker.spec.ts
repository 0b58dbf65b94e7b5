import { describe, expect, it, vi } from 'vitest'

import { type BreakerState, createBreaker, pauseMs } from '@/projector/breaker'

const settings = { failures: 3, openMs: 10_000, halfOpenCalls: 2 }

const build = () => {
  const states: BreakerState[] = []
  const stopping = new AbortController()
  const breaker = createBreaker({
    settings,
    signal: stopping.signal,
    onState: (state) => states.push(state),
  })
  return { breaker, states, stopping }
}

describe('a circuit breaker', () => {
  it('opens at the failures in a row that it is set to, and not before', async () => {
    const { breaker } = build()
    await breaker.failed()
    await breaker.failed()
    await breaker.succeeded()
    await breaker.failed()
    await breaker.failed()
    expect(breaker.state()).toBe('closed')
    await breaker.failed()
    expect(breaker.state()).toBe('open')
  })

  it('probes after a pause, one probe at a time whoever waits, and closes when one passes', async () => {
    const { breaker, states } = build()
    for (let n = 0; n < 3; n++) await breaker.failed()
    let underWay = 0
    let calls = 0
    const probe = async (): Promise<void> => {
      expect(++underWay).toBe(1)
      calls += 1
      await Promise.resolve()
      underWay -= 1
      if (calls === 1) throw new Error('still away')
    }
    const startedAtMs = performance.now()
    await Promise.all([breaker.untilClosed(probe), breaker.untilClosed(probe)])
    expect(performance.now() - startedAtMs).toBeGreaterThan(1_900)
    expect(calls).toBe(2)
    expect(states).toEqual(['open', 'half-open', 'open', 'half-open', 'closed'])
  })

  it('hands on what a probe threw that is no answer, and stays open for the next one', async () => {
    const { breaker } = build()
    for (let n = 0; n < 3; n++) await breaker.failed()
    const isRefusal = (error: unknown): boolean => (error as Error).message === 'refused'
    const thrown = ['refused', 'somebody else must see to it']
    const probe = (): Promise<void> => Promise.reject(new Error(thrown.shift()))
    await expect(breaker.untilClosed(probe, isRefusal)).rejects.toThrow('somebody else')
    expect(thrown).toEqual([])
    expect(breaker.state()).toBe('open')
    await breaker.untilClosed(async () => undefined, isRefusal)
    expect(breaker.state()).toBe('closed')
  })

  it('lets nobody wait who is told to stop', async () => {
    const { breaker, stopping } = build()
    for (let n = 0; n < 3; n++) await breaker.failed()
    setTimeout(() => stopping.abort(), 20)
    await breaker.untilClosed(() => Promise.reject(new Error('never asked')))
    expect(breaker.state()).toBe('open')
  })

  it('goes on probing although the clock jumps back a day', async () => {
    const { breaker } = build()
    for (let n = 0; n < 3; n++) await breaker.failed()
    const dayMs = 24 * 60 * 60_000
    const jumped = vi.spyOn(Date, 'now').mockReturnValue(Date.now() - dayMs)
    await breaker.untilClosed(async () => undefined)
    jumped.mockRestore()
    expect(breaker.state()).toBe('closed')
  })

  it('pauses a second at first, then a tenth of the outage, and never longer than it may', () => {
    expect(pauseMs(0, 60_000)).toBe(1_000)
    expect(pauseMs(30_000, 60_000)).toBe(3_000)
    expect(pauseMs(3_600_000, 60_000)).toBe(60_000)
    expect(pauseMs(0, 200)).toBe(200)
  })
})
