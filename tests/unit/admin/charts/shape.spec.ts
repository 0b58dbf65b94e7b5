import { describe, expect, it } from 'vitest'

import { columnsOf } from '@/admin/charts/shape'

describe('the columns of a chart', () => {
  it('stand side by side under bars', () => {
    expect(columnsOf(4, false)).toEqual([
      { centre: 0.125, width: 0.25 },
      { centre: 0.375, width: 0.25 },
      { centre: 0.625, width: 0.25 },
      { centre: 0.875, width: 0.25 },
    ])
  })

  it('reach from end to end under the points of a line', () => {
    expect(columnsOf(3, true).map(({ centre }) => centre)).toEqual([0, 0.5, 1])
    expect(columnsOf(1, true)).toEqual([{ centre: 0.5, width: 1 }])
  })
})
