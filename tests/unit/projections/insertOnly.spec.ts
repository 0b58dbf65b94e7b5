import { describe, expect, it } from 'vitest'

import { insertByEvent, insertLink } from '@/projections/insertOnly'

const note = (id: string) => ({ id, text: `note of ${id}` })

describe('a list that is only inserted into', () => {
  it('is in the order of the ledger, whatever came first', () => {
    const list = ['9-0', '10-0', '9-10', '9-9'].reduce(
      (before, id) => insertByEvent(before, note(id)),
      [] as { id: string; text: string }[],
    )
    expect(list.map(({ id }) => id)).toEqual(['9-0', '9-9', '9-10', '10-0'])
  })

  it('takes what one event brought only once', () => {
    const list = ['1-0', '2-0', '1-0'].reduce(
      (before, id) => insertByEvent(before, note(id)),
      [] as { id: string; text: string }[],
    )
    expect(list).toEqual([note('1-0'), note('2-0')])
  })

  it('keeps a link where the ledger made it first, however often it is made again', () => {
    const links = [
      ['b', '2-0'],
      ['a', '3-0'],
      ['a', '1-0'],
      ['b', '9-0'],
    ].reduce((before, [id, by]) => insertLink(before, id!, by!), {
      ids: [] as string[],
      since: [] as string[],
    })
    expect(links).toEqual({ ids: ['a', 'b'], since: ['1-0', '2-0'] })
  })

  it('is the same list where nothing was new, so that nothing of it has to be written', () => {
    const links = { ids: ['a', 'b'], since: ['1-0', '2-0'] }
    expect(insertLink(links, 'a', '3-0')).toBe(links)
  })
})
