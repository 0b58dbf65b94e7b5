import { describe, expect, it, vi } from 'vitest'

import { createChunks, join, maximumChunkBytes } from '@/realtime/chunks'
import { createFilter } from '@/realtime/filter'
import { toRecentEntry, type RecentEntry } from '@/realtime/recentEntries'

const entry = (number: number, collection = 'customers', text = `frame ${number}`): RecentEntry =>
  toRecentEntry({
    position: `1-${number}`,
    collection,
    subject: `s${number}`,
    frame: JSON.stringify(text),
  })

const everything = createFilter({})
const text = (message: Uint8Array | undefined): string => Buffer.from(message ?? []).toString()

describe('a chunk', () => {
  it('holds what is wanted, in order, and moves past what is not', () => {
    const filter = createFilter({ collections: ['customers'] })
    const entries = [entry(1), entry(2, 'applications'), entry(3), entry(4, '')]
    const chunk = join(entries, filter)
    expect(chunk.position).toBe('1-4')
    expect(text(chunk.message)).toBe('id: 1-1\ndata: "frame 1"\n\nid: 1-3\ndata: "frame 3"\n\n')
  })

  it('moves on without a message where nothing is wanted', () => {
    expect(join([entry(1, 'applications')], createFilter({ collections: ['customers'] }))).toEqual({
      position: '1-1',
    })
    expect(join([], everything)).toEqual({})
  })

  it('is no longer than it may be, and the following ones hold the rest, each once', () => {
    const entries = Array.from({ length: 20 }, (_, index) =>
      entry(index, 'customers', 'x'.repeat(maximumChunkBytes / 4)),
    )
    const seen: string[] = []
    for (let rest = entries; rest.length > 0;) {
      const { message, position } = join(rest, everything)
      expect(message!.byteLength).toBeLessThanOrEqual(maximumChunkBytes)
      seen.push(...[...text(message).matchAll(/id: (\S+)/g)].map((match) => match[1]!))
      rest = rest.slice(rest.findIndex((each) => each.position === position) + 1)
    }
    expect(seen).toEqual(entries.map(({ position }) => position))
  })

  it('is one message alone where that one is longer', () => {
    const long = entry(1, 'customers', 'x'.repeat(2 * maximumChunkBytes))
    const { message, position } = join([long, entry(2)], everything)
    expect(message).toBe(long.message)
    expect(position).toBe('1-1')
  })

  it('asks a filter that learns about each entry once', () => {
    const wants = vi.fn(() => true)
    const entries = Array.from({ length: 9 }, (_, index) =>
      entry(index, 'customers', 'x'.repeat(maximumChunkBytes / 4)),
    )
    const { position } = join(entries, { wants })
    join(entries.slice(entries.findIndex((each) => each.position === position) + 1), { wants })
    expect(new Set(wants.mock.calls.map(([asked]: any) => asked.position)).size).toBe(
      wants.mock.calls.length,
    )
  })
})

describe('clients at one place', () => {
  const entries = [entry(1), entry(2)]

  it('share one piece of memory where they want the same', () => {
    const chunks = createChunks()
    const read = vi.fn(() => entries)
    const first = chunks.of('1-0', createFilter({ collections: ['customers'] }), read)
    const second = chunks.of('1-0', createFilter({ collections: ['customers'] }), read)
    expect(second.message).toBe(first.message)
    expect(read).toHaveBeenCalledOnce()
  })

  it('get what each of them wants', () => {
    const chunks = createChunks()
    const of = (filter: Parameters<typeof join>[1]) => chunks.of('1-0', filter, () => entries)
    expect(of(everything).message).toBeDefined()
    expect(of(createFilter({ collections: ['applications'] })).message).toBeUndefined()
    const one = createFilter({ conversation: { ids: ['s1'], links: { revision: 1, customerId: 's2' } } }) // prettier-ignore
    expect(text(of(one).message)).toContain('frame 2')
    expect(text(of(one).message)).not.toContain('frame 1')
  })

  it('get what has come meanwhile, once that is told', () => {
    const chunks = createChunks()
    chunks.of('1-0', everything, () => [entry(1)])
    chunks.forget()
    expect(chunks.of('1-0', everything, () => entries).position).toBe('1-2')
  })
})
