import { beforeEach, describe, expect, it } from 'vitest'

import { type Ahead, createAhead } from '@/projector/analytics/ahead'
import { nothingTouched, type Touched } from '@/projector/analytics/touched'

const at = (batch: number, other = 0) => [
  { writer: 'one', batch },
  { writer: 'two', batch: other },
]
const touched = (ids: Partial<Record<keyof Touched, string[]>>): Touched => ({
  ...nothingTouched(),
  ...Object.fromEntries(Object.entries(ids).map(([way, list]) => [way, new Set(list)])),
})

const live = { generation: 1, passages: at(2) }
let ahead: Ahead

/** Worked out when nine batches of one writer and four of another were committed. */
beforeEach(() => {
  ahead = createAhead()
  ahead.note(touched({ conversations: ['conv'], applications: ['app'] }), at(9, 4), live)
})

const isKnown = () => ahead.isCovered('conversations', 'conv', { writer: 'one', batch: 9 })

describe('what was worked out from a later state than is counted', () => {
  it('covers what was committed by then, of each writer, and nothing later', () => {
    const covers = (writer: string, batch: number) =>
      ahead.isCovered('conversations', 'conv', { writer, batch })
    expect([covers('one', 9), covers('two', 4)]).toEqual([true, true])
    expect([covers('one', 10), covers('two', 5), covers('three', 1)]).toEqual([false, false, false])
    expect(ahead.isCovered('conversations', 'conv', {})).toBe(false)
  })

  it('covers a document in the way in which it was touched alone', () => {
    const entry = { writer: 'one', batch: 3 }
    expect(ahead.isCovered('applications', 'app', entry)).toBe(true)
    expect(ahead.isCovered('begun', 'app', entry)).toBe(false)
    expect(ahead.isCovered('conversations', 'other', entry)).toBe(false)
  })

  it('is remembered while the numbers are those that were left, in whatever order', () => {
    ahead.goOn({ generation: 1, passages: at(2).toReversed() })
    expect(isKnown()).toBe(true)
  })

  it.each([
    ['of another generation', { generation: 2, passages: at(2) }],
    ['further than they were left', { generation: 1, passages: at(3) }],
    ['less far than they were left', { generation: 1, passages: at(1) }],
  ])('is forgotten where the numbers are %s', (_, numbers) => {
    ahead.goOn(numbers)
    expect(isKnown()).toBe(false)
  })

  it('is forgotten once everything is counted', () => {
    ahead.note(touched({}), at(9, 4), { generation: 1, passages: at(9, 4) })
    expect(isKnown()).toBe(false)
  })

  it('is forgotten where it is too much', () => {
    const many = Array.from({ length: 50_001 }, (_, index) => `conv_${index}`)
    ahead.note(touched({ conversations: many }), at(9, 4), live)
    expect(isKnown()).toBe(false)
  })
})
