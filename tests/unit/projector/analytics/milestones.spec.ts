import { expect, it } from 'vitest'

import { createMilestones } from '@/projector/analytics/milestones'

const at = (batch: number, other = 0) => [
  { writer: 'one', batch },
  { writer: 'two', batch: other },
]

it('tells how long ago no more was committed than is counted', () => {
  let nowMs = 0
  const milestones = createMilestones(() => nowMs)
  milestones.note(at(1), 0)
  milestones.note(at(2), 1_000)
  milestones.note(at(2, 1), 2_000)
  milestones.note(at(9, 1), 3_000)
  nowMs = 10_000
  expect(milestones.reachedMsAgo(at(0))).toBeUndefined()
  expect(milestones.reachedMsAgo(at(1))).toBe(10_000)
  // The second writer is not that far.
  expect(milestones.reachedMsAgo(at(8))).toBe(9_000)
  expect(milestones.reachedMsAgo(at(8, 1))).toBe(8_000)
  expect(milestones.reachedMsAgo(at(9, 1))).toBe(7_000)
})

it('keeps the oldest of many moments, and of the others ever fewer', () => {
  const milestones = createMilestones(() => 100_000)
  for (let moment = 0; moment < 10_000; moment++) milestones.note(at(moment + 1), moment)
  expect(milestones.reachedMsAgo(at(1))).toBe(100_000)
  expect(milestones.reachedMsAgo(at(10_000))).toBe(100_000 - 9_999)
})
