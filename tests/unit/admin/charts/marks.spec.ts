import { describe, expect, it } from 'vitest'

import { firstMark, type Mark, type MarkField, nextMark, standing } from '@/admin/charts/marks'

/** A field of two series; a dot stands where there is no number. */
const fieldOf = (...rows: string[]): MarkField => ({
  seriesCount: rows.length,
  categoryCount: rows[0]!.length,
  has: ({ index, series }) => rows[series]?.[index] === '#',
})

const field = fieldOf('.##.#', '#.#.#')
const at = (series: number, index: number): Mark => ({ series, index })

describe('the numbers of a chart, by the keyboard', () => {
  it('begin with the first number of the first series that has one', () => {
    expect(firstMark(field)).toEqual(at(0, 1))
    expect(firstMark(fieldOf('...', '.#.'))).toEqual(at(1, 1))
    expect(firstMark(fieldOf('...'))).toBeUndefined()
  })

  it('are reached one after the other, over the places that have none', () => {
    expect(nextMark(field, at(0, 2), 'ArrowRight')).toEqual(at(0, 4))
    expect(nextMark(field, at(0, 4), 'ArrowLeft')).toEqual(at(0, 2))
    expect(nextMark(field, at(0, 4), 'ArrowRight')).toBeUndefined()
    expect(nextMark(field, at(0, 1), 'ArrowLeft')).toBeUndefined()
  })

  it('are reached in the other series at the same place', () => {
    expect(nextMark(field, at(0, 2), 'ArrowDown')).toEqual(at(1, 2))
    expect(nextMark(field, at(1, 2), 'ArrowUp')).toEqual(at(0, 2))
    expect(nextMark(field, at(0, 1), 'ArrowDown')).toBeUndefined()
    expect(nextMark(field, at(1, 0), 'ArrowUp')).toBeUndefined()
  })

  it('are reached from the ends', () => {
    expect(nextMark(field, at(0, 2), 'Home')).toEqual(at(0, 1))
    expect(nextMark(field, at(1, 2), 'Home')).toEqual(at(1, 0))
    expect(nextMark(field, at(1, 0), 'End')).toEqual(at(1, 4))
  })

  it('follow one another by the keys for up and down where they stand so', () => {
    const rows = { ...fieldOf('#.#'), isDownwards: true }
    expect(nextMark(rows, at(0, 0), 'ArrowDown')).toEqual(at(0, 2))
    expect(nextMark(rows, at(0, 2), 'ArrowUp')).toEqual(at(0, 0))
  })

  it('leave every other key to the browser', () => {
    for (const key of ['Enter', ' ', 'Tab', 'a', 'PageDown'])
      expect(nextMark(field, at(0, 2), key)).toBeUndefined()
  })

  it('are entered where one was, until that one is gone: then nothing has the focus', () => {
    expect(standing(field, at(1, 2), true)).toEqual({ entry: at(1, 2), focused: at(1, 2) })
    expect(standing(field, at(1, 2), false)).toEqual({ entry: at(1, 2), focused: undefined })
    expect(standing(field, at(1, 1), true)).toEqual({ entry: at(0, 1), focused: undefined })
    expect(standing(field, undefined, true)).toEqual({ entry: at(0, 1), focused: undefined })
  })
})
