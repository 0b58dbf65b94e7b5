import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { settle } from '@/admin/live/settle'

describe('settle', () => {
  it('takes the wanted order at once while nobody holds the list', () => {
    expect(settle({ isHeld: false, shown: ['b', 'a'], wanted: ['c', 'a', 'b'] })).toEqual({
      shown: ['c', 'a', 'b'],
      waiting: [],
    })
  })

  it('lets new items wait above a held list', () => {
    expect(settle({ isHeld: true, shown: ['b', 'a'], wanted: ['d', 'c', 'b', 'a'] })).toEqual({
      shown: ['b', 'a'],
      waiting: ['d', 'c'],
    })
  })

  it('adds further pages to the end of a held list', () => {
    expect(settle({ isHeld: true, shown: ['b', 'a'], wanted: ['c', 'b', 'a', 'z'] })).toEqual({
      shown: ['b', 'a', 'z'],
      waiting: ['c'],
    })
  })

  it('keeps an item that is not wanted any more in its place while the list is held', () => {
    expect(settle({ isHeld: true, shown: ['c', 'b', 'a'], wanted: ['c', 'a'] }).shown).toEqual([
      'c',
      'b',
      'a',
    ])
  })

  it('fills an empty list even while it is held', () => {
    expect(settle({ isHeld: true, shown: [], wanted: ['a'] }).shown).toEqual(['a'])
  })

  it('gives the same array back where nothing changes', () => {
    const shown = ['b', 'a']
    expect(settle({ isHeld: false, shown, wanted: ['b', 'a'] }).shown).toBe(shown)
    expect(settle({ isHeld: true, shown, wanted: ['c', 'b', 'a'] }).shown).toBe(shown)
  })

  it('never moves a shown item of a held list, whatever is wanted', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String))
    fc.assert(
      fc.property(ids, ids, (shown, wanted) => {
        const settled = settle({ isHeld: true, shown, wanted })
        if (shown.length > 0) expect(settled.shown.slice(0, shown.length)).toEqual(shown)
        expect(new Set(settled.shown).size).toBe(settled.shown.length)
        const placed = new Set([...settled.shown, ...settled.waiting])
        for (const id of wanted) expect(placed.has(id)).toBe(true)
      }),
    )
  })
})
