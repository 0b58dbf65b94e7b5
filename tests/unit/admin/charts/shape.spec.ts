import { describe, expect, it } from 'vitest'

import { columnsOf } from '@/admin/charts/shape'

const edges = (count: number, isLine: boolean) =>
  columnsOf(count, isLine).map(({ centre, from, to }) => [from, centre, to])

describe('the columns of a chart', () => {
  it('stand side by side under bars', () => {
    expect(edges(4, false)).toEqual([
      [0, 0.125, 0.25],
      [0.25, 0.375, 0.5],
      [0.5, 0.625, 0.75],
      [0.75, 0.875, 1],
    ])
  })

  it('reach from end to end under the points of a line, and no further', () => {
    expect(edges(3, true)).toEqual([
      [0, 0, 0.25],
      [0.25, 0.5, 0.75],
      [0.75, 1, 1],
    ])
    expect(edges(1, true)).toEqual([[0, 0.5, 1]])
  })
})
