import { describe, expect, it } from 'vitest'

import { nextCell } from '@/admin/views/Live/nextCell'

const from = (index: number, key: string) => nextCell({ key, index, columns: 3, count: 8 })

describe('nextCell', () => {
  it('leads sideways across the ends of rows, and nowhere beyond the ends of the grid', () => {
    expect(from(2, 'ArrowRight')).toBe(3)
    expect(from(3, 'ArrowLeft')).toBe(2)
    expect(from(0, 'ArrowLeft')).toBeUndefined()
    expect(from(7, 'ArrowRight')).toBeUndefined()
  })

  it('leads a row up and down, to the last card above a shorter last row', () => {
    expect(from(1, 'ArrowDown')).toBe(4)
    expect(from(4, 'ArrowUp')).toBe(1)
    expect(from(5, 'ArrowDown')).toBe(7)
    expect(from(6, 'ArrowDown')).toBeUndefined()
    expect(from(1, 'ArrowUp')).toBeUndefined()
  })

  it('leads to both ends, and leaves other keys alone', () => {
    expect(from(4, 'Home')).toBe(0)
    expect(from(4, 'End')).toBe(7)
    expect(from(4, 'Enter')).toBeUndefined()
  })
})
