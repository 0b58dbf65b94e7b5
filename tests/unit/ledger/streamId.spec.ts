import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { compareStreamIds, fromSortableId, isStreamId, toSortableId } from '@/ledger/streamId'

const streamId = fc
  .tuple(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
  .map(([ms, n]) => `${ms}-${n}`)

describe('a stream id', () => {
  it('is compared as two integers, never as text', () => {
    expect(compareStreamIds('9-0', '10-0')).toBeLessThan(0)
    expect(compareStreamIds('5-10', '5-9')).toBeGreaterThan(0)
    expect(compareStreamIds('5-9', '5-9')).toBe(0)
  })

  it('has a form that sorts as text in the same order, and comes back from it', () => {
    fc.assert(
      fc.property(streamId, streamId, (left, right) => {
        const sorted = toSortableId(left) < toSortableId(right) ? -1 : left === right ? 0 : 1
        expect(Math.sign(compareStreamIds(left, right))).toBe(sorted)
        expect(fromSortableId(toSortableId(left))).toBe(left)
        expect(isStreamId(left)).toBe(true)
      }),
    )
  })

  it('is told from other text', () => {
    for (const text of ['', '1', '1-', '-1', '01-1', '1-1-1', 'a-b', '1-1\n'])
      expect(isStreamId(text)).toBe(false)
  })
})
