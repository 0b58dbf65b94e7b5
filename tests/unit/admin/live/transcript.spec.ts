import { describe, expect, it } from 'vitest'

import type { Utterance } from '@/admin/live/documents'
import {
  addLive,
  addOlder,
  countAfter,
  emptyWindow,
  firstIndexOf,
  idBefore,
  startWindow,
} from '@/admin/live/transcript'

const said = (...ids: string[]): Utterance[] =>
  ids.map((id) => ({ id, username: 'customer', utterance: id, createdAt: '2026-01-01T00:00:00Z' }))
const idsOf = ({ utterances }: { utterances: Utterance[] }) => utterances.map(({ id }) => id)

describe('a transcript window', () => {
  const start = startWindow({ docs: said('30-0', '40-0'), hasBefore: true })

  it('keeps the number of every message when older ones are put before', () => {
    const numberOf = (window: typeof start, id: string) =>
      firstIndexOf(window) + idsOf(window).indexOf(id)
    const grown = addOlder(start, { docs: said('10-0', '20-0'), hasBefore: false, hasAfter: true })
    expect(idsOf(grown)).toEqual(['10-0', '20-0', '30-0', '40-0'])
    expect(numberOf(grown, '30-0')).toBe(numberOf(start, '30-0'))
    expect(numberOf(addLive(grown, said('50-0')), '40-0')).toBe(numberOf(start, '40-0'))
  })

  it('puts a late message where it belongs, not at the end', () => {
    expect(idsOf(addLive(start, said('35-0')))).toEqual(['30-0', '35-0', '40-0'])
  })

  it('leaves a message whose place is not loaded yet to the page it comes with', () => {
    expect(addLive(start, said('5-0'))).toBe(start)
  })

  it('takes a message before the first one where the beginning is loaded', () => {
    const whole = { ...start, hasBefore: false }
    expect(idsOf(addLive(whole, said('5-0')))).toEqual(['5-0', '30-0', '40-0'])
  })

  it('shows a message once, however often it comes', () => {
    expect(addLive(start, said('40-0'))).toBe(start)
  })

  it('begins with the first message that is heard where nothing is loaded', () => {
    const window = addLive(emptyWindow, said('1-0'))
    expect(idsOf(window)).toEqual(['1-0'])
    expect(window.anchor).toBe('1-0')
  })
})

describe('countAfter', () => {
  it('counts what came after a message, also where that message itself is not loaded', () => {
    expect(countAfter(said('1-0', '2-0', '3-0'), '1-0')).toBe(2)
    expect(countAfter(said('1-0', '3-0'), '2-0')).toBe(1)
    expect(countAfter(said('1-0'), '9-0')).toBe(0)
  })
})

describe('idBefore', () => {
  it.each([
    ['5-3', '5-2'],
    ['5-0', '4-18446744073709551615'],
    ['0-0', '0-0'],
    ['1732303000000-18446744073709551615', '1732303000000-18446744073709551614'],
  ])('comes right before %s', (id, before) => {
    expect(idBefore(id)).toBe(before)
  })
})
