import { describe, expect, it } from 'vitest'

import { boundedReads } from '@/collections/hooks/boundedReads'

type Given = Parameters<ReturnType<typeof boundedReads>>[0]

const bound = (args: Record<string, unknown>): unknown =>
  boundedReads({ maximumPageSize: 500 })({ args, operation: 'read' } as unknown as Given)

describe('a list read', () => {
  it.each([
    { limit: 50, depth: 3, bounded: 3 },
    { limit: 51, depth: 3, bounded: 1 },
    { limit: 0, depth: 99, bounded: 1 },
    { limit: 500, depth: 0, bounded: 0 },
    { limit: 500, depth: undefined, bounded: 1 },
  ])('of $limit documents at depth $depth brings $bounded levels of links', (given) => {
    const { bounded, ...args } = given
    expect(bound(args)).toMatchObject({ depth: bounded })
  })

  it('of our own code is left alone', () => {
    const args = { limit: 0, depth: 3, overrideAccess: true }
    expect(bound(args)).toBe(args)
  })
})
