import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import type { LedgerEvent } from '@/ledger/event'
import type { Parsed } from '@/ledger/parse'
import { splitByDocuments } from '@/projector/lanes'

interface Named {
  conversationId?: string
  applicationId?: string
  customerId?: string
}

const entryOf = (named: Named, index = 0) => ({
  index,
  parsed: { kind: 'event', event: named as LedgerEvent } satisfies Parsed as Parsed,
})

const ignored = { index: 0, parsed: { kind: 'ignored', reason: 'unknown-type' } as Parsed }

const namesOf = ({ parsed }: { parsed: Parsed }): string[] =>
  parsed.kind === 'event'
    ? (['conversationId', 'applicationId', 'customerId'] as const).flatMap((field) =>
        parsed.event[field] === undefined ? [] : [`${field} ${parsed.event[field]}`],
      )
    : []

describe('a batch that is split', () => {
  it('keeps what names the same document in one part, and the order, and loses nothing', () => {
    const id = fc.option(fc.integer({ min: 0, max: 8 }).map(String), { nil: undefined })
    const named = fc.record({ conversationId: id, applicationId: id, customerId: id })
    fc.assert(
      fc.property(fc.array(named, { maxLength: 40 }), (list) => {
        const entries = list.map((each, index) => entryOf(each as Named, index))
        const [first, second] = splitByDocuments(entries)
        const inFirst = new Set(first.flatMap(namesOf))
        expect(second.flatMap(namesOf).filter((name) => inFirst.has(name))).toEqual([])
        for (const part of [first, second])
          expect(part.map(({ index }) => index)).toEqual(
            part.map(({ index }) => index).toSorted((left, right) => left - right),
          )
        expect(new Set([...first, ...second])).toEqual(new Set(entries))
        expect(first.length + second.length).toBe(entries.length)
      }),
    )
  })

  it('follows what belongs together over others', () => {
    const chain = [
      entryOf({ conversationId: 'c1', applicationId: 'a1' }),
      entryOf({ conversationId: 'c2', customerId: 'u1' }),
      entryOf({ applicationId: 'a1', customerId: 'u1' }),
    ]
    expect(splitByDocuments(chain)).toEqual([chain, []])
  })

  it('has two parts of about the same size, entries that name nothing included', () => {
    const entries = Array.from({ length: 300 }, (_, index) => [
      entryOf({ conversationId: `c${index % 30}` }),
      ignored,
    ]).flat()
    const [first, second] = splitByDocuments(entries)
    expect(Math.abs(first.length - second.length)).toBeLessThanOrEqual(20)
  })
})
