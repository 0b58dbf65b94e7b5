import { describe, expect, it } from 'vitest'

import { createSimulation, defaultStartAt } from '@/simulator'
import { createSchedule } from '@/simulator/playing/schedule'

const dueTimes = (ratePerSecond: number, count: number) => {
  const simulation = createSimulation({ seed: 9, conversations: 40, startAt: defaultStartAt })
  const dueMs = createSchedule(ratePerSecond)
  return Array.from({ length: count }, () => dueMs(simulation.next().value!.afterMs))
}

describe('the schedule', () => {
  it.each([2, 10, 250])('keeps a rate of %d a second on the long run', (rate) => {
    const times = dueTimes(rate, 3_000)
    const toleranceMs = Math.max(3_000 / rate, 400)
    expect(Math.abs(times.at(-1)! - (2_999 * 1000) / rate)).toBeLessThanOrEqual(toleranceMs)
  })

  it('never goes back and is not a metronome', () => {
    const times = dueTimes(10, 1_000)
    const gaps = times.slice(1).map((time, index) => time - times[index]!)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0)
    expect(gaps.filter((gap) => gap < 50).length).toBeGreaterThan(50)
    expect(gaps.filter((gap) => gap > 150).length).toBeGreaterThan(50)
  })
})
