import fc from 'fast-check'
import type { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { packLists } from '@/realtime/packLists'

import { openRedis } from '../../support/engines'

let redis: Redis
let close: () => Promise<void>

/** What a script of Redis makes of it: each list answers as one reply of bulk strings. */
const unpack = (packed: Buffer) => redis.eval('return cmsgpack.unpack(ARGV[1])', 0, packed)

beforeAll(async () => {
  ;({ close, redis } = await openRedis())
})

afterAll(() => close())

describe('packed lists', () => {
  it('are unpacked by Redis as they were', async () => {
    const texts = fc.string({ unit: 'grapheme', maxLength: 300 })
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(texts, { maxLength: 20 })), async (lists) => {
        expect(await unpack(packLists(lists))).toEqual(lists)
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['Latin', 'a café'],
    ['right-to-left', 'שלום عليكم'],
    ['beyond the first plane', '💸'.repeat(30)],
    ['long', '—'.repeat(300_000)],
  ])('hold %s text beside other text', async (_, text) => {
    expect(await unpack(packLists([['plain', text], [], [text, '']]))).toEqual([
      ['plain', text],
      [],
      [text, ''],
    ])
  })

  it('hold what is no text as its replacement, as every other way to Redis does', async () => {
    expect(await unpack(packLists([['half \ud83d', 'next']]))).toEqual([['half \ufffd', 'next']])
  })
})
