import { describe, expect, it } from 'vitest'

import { alone } from '@/admin/charts/alone'

describe('numbers that stand alone', () => {
  it('are those between two that are missing, or at an end beside one', () => {
    expect(alone([5, null, 3, null, 2, 2, null, 0])).toEqual(new Set([0, 2, 7]))
  })

  it('are none where a line shows them', () => {
    expect(alone([1, 2, 3])).toEqual(new Set())
    expect(alone([null, null])).toEqual(new Set())
  })
})
