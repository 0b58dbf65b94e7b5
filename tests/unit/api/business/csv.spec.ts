import { describe, expect, it } from 'vitest'

import { behindLines } from '@/api/business/behindLines'
import { toCsvLine, toCsvStream } from '@/api/business/csv'
import { seriesLines } from '@/api/business/seriesLines'
import type { BehindRow } from '@/queries/business/listBehind'
import type { BusinessNumbers } from '@/queries/business/numbers'
import type { BusinessSummary } from '@/queries/business/readBusiness'

describe('a line of a file', () => {
  it('is quoted as RFC 4180 has it', () => {
    expect(toCsvLine(['plain', 'a,b', 'say "hi"', 'two\nlines', null, 12.5, -3])).toBe(
      'plain,"a,b","say ""hi""","two\nlines",,12.5,-3\r\n',
    )
  })

  it('never begins a text as a formula does', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r', ' =', '\n+'])
      expect(toCsvLine([`${start}cmd|' /C calc'!A0`])).toMatch(/^"?'/)
    expect(toCsvLine(['=SUM(A1,B1)'])).toBe('"\'=SUM(A1,B1)"\r\n')
  })
})

describe('a file', () => {
  it('begins with the mark of UTF-8', async () => {
    const bytes = new Uint8Array(await new Response(toCsvStream(['Nguyễn\r\n'])).arrayBuffer())
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(new TextDecoder().decode(bytes)).toBe('Nguyễn\r\n')
  })

  it('has empty cells, and no zeros, for a time before the numbers began', () => {
    const numbers = { conversationsStarted: 0, decided: 7 } as BusinessNumbers
    const range = { from: '2026-03-01', to: '2026-03-07' }
    const before = { from: '2026-02-22', to: '2026-02-28', numbers }
    const period = { ...range, days: 7, isOpen: false, numbers }
    const linesFrom = (firstDay: string) => [
      ...seriesLines({
        before,
        buckets: [{ ...range, isOpen: false, numbers, before }],
        firstDay,
        period,
      } as unknown as BusinessSummary),
    ]
    const young = linesFrom('2026-03-01')
    expect(young[1]).toMatch(/^period,2026-03-01,2026-03-07,0,,,7,/)
    expect(young[2]).toMatch(/^period before,2026-02-22,2026-02-28,,,,,/)
    expect(young[4]).toMatch(/^whole period before,2026-02-22,2026-02-28,,,,,/)
    const older = linesFrom('2026-02-28')
    expect(older[2]).toMatch(/^period before,2026-02-22,2026-02-28,0,,,7,/)
    expect(older[4]).toMatch(/^whole period before,2026-02-22,2026-02-28,0,,,7,/)
  })

  it('ends after so many rows, and says that there are more', async () => {
    const row = { id: 'app_1', customerName: '=HYPERLINK("x")', at: '' } as BehindRow
    const lines: string[] = []
    const list = async ({ limit }: { limit: number }) => ({
      rows: Array.from({ length: limit }, () => row),
      nextCursor: 'on',
    })
    for await (const line of behindLines(list, 700)) lines.push(line)
    expect(lines).toHaveLength(702)
    expect(lines[1]).toContain('"\'=HYPERLINK(""x"")"')
    expect(lines.at(-1)).toContain('ends after 700 rows')
  })
})
