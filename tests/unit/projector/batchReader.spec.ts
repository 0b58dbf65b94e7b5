import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

import { createBatchReader } from '@/projector/batchReader'
import type { Delivery } from '@/projector/consumer'
import type { ParsedDelivery } from '@/projector/deliveries'

const gatherMs = 40
const blockMs = 1_000

/** A ledger from which one consumer reads; `append` adds so many entries. */
const openLedger = () => {
  let waiting = 0
  let wake: () => void = () => undefined
  const take = (count: number): Delivery => {
    const taken = Math.min(waiting, count)
    waiting -= taken
    return { entries: Array.from({ length: taken }, () => ({ id: '1-1', fields: [] })), lost: [] }
  }
  return {
    append: (count: number): void => {
      waiting += count
      wake()
    },
    consumer: {
      readNew: ({ count }: { count: number }) => Promise.resolve(take(count)),
      waitForNew: async (count: number, ms: number) => {
        if (waiting === 0)
          await new Promise<void>((resolve) => {
            wake = resolve
            setTimeout(resolve, ms)
          })
        return take(count)
      },
    },
  }
}

const open = ({ batchSize = 5_000 } = {}) => {
  const ledger = openLedger()
  const stopping = new AbortController()
  const reader = createBatchReader({
    consumer: ledger.consumer,
    parse: (delivery) =>
      ({
        ...delivery,
        entries: delivery.entries.map((entry) => ({ ...entry, size: 1 })),
      }) as unknown as ParsedDelivery,
    batchSize,
    blockMs,
    gatherMs,
    signal: stopping.signal,
  })
  /** How many entries the next batch brings, and after how long. */
  const read = async (): Promise<{ entries: number; afterMs: number }> => {
    const began = performance.now()
    const { entries } = await reader.read()
    return { entries: entries.length, afterMs: performance.now() - began }
  }
  return { ...ledger, read, reader, stopping }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('reading batches', () => {
  it('reads what comes alone at once', async () => {
    const { append, read } = open()
    for (let round = 0; round < 3; round++) {
      append(1)
      expect(await read()).toEqual({ entries: 1, afterMs: 0 })
      await vi.advanceTimersByTimeAsync(gatherMs)
    }
  })

  it('reads at once what comes while it waits', async () => {
    const { append, read } = open()
    const reading = read()
    await vi.advanceTimersByTimeAsync(100)
    append(1)
    expect(await reading).toEqual({ entries: 1, afterMs: 100 })
  })

  it('gathers what follows shortly after a small batch', async () => {
    const { append, read } = open()
    append(1)
    await read()
    const reading = read()
    for (let event = 0; event < 3; event++) {
      append(1)
      await vi.advanceTimersByTimeAsync(10)
    }
    await vi.advanceTimersByTimeAsync(10)
    expect(await reading).toEqual({ entries: 3, afterMs: gatherMs })
  })

  it('gathers no longer than it said, however long the batch before took', async () => {
    const { append, read } = open()
    append(1)
    await read()
    await vi.advanceTimersByTimeAsync(30)
    append(1)
    const reading = read()
    await vi.advanceTimersByTimeAsync(10)
    expect(await reading).toEqual({ entries: 1, afterMs: 10 })
  })

  it.each([{ batchSize: 5_000 }, { batchSize: 10 }])(
    'catches up without a pause in batches of $batchSize',
    async ({ batchSize }) => {
      const { append, read } = open({ batchSize })
      append(3 * batchSize)
      for (let round = 0; round < 3; round++)
        expect(await read()).toEqual({ entries: batchSize, afterMs: 0 })
    },
  )

  it('does not pause after it waited in vain', async () => {
    const { append, read } = open()
    const waiting = read()
    await vi.advanceTimersByTimeAsync(blockMs)
    expect(await waiting).toEqual({ entries: 0, afterMs: blockMs })
    append(1)
    expect(await read()).toEqual({ entries: 1, afterMs: 0 })
  })

  it('ends the pause when it is stopped, and takes nothing more', async () => {
    const { append, consumer, read, stopping } = open()
    append(1)
    await read()
    append(1)
    const reading = read()
    await vi.advanceTimersByTimeAsync(5)
    stopping.abort()
    expect(await reading).toEqual({ entries: 0, afterMs: 5 })
    expect((await consumer.readNew({ count: 10 })).entries).toHaveLength(1)
  })

  it('knows by their number and by their length when more is likely', () => {
    const { reader } = open({ batchSize: 10 })
    const batch = (entries: number, size: number): ParsedDelivery =>
      ({ entries: Array.from({ length: entries }, () => ({ size })), lost: [] }) as never
    expect(reader.isMoreLikely(batch(9, 1_000))).toBe(false)
    expect(reader.isMoreLikely(batch(10, 1_000))).toBe(true)
    expect(reader.isMoreLikely(batch(9, 1024 * 1024))).toBe(true)
  })
})
