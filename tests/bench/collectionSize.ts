import type { Document } from 'mongodb'

import { applyBatch } from '@/projector/applyBatch'
import type { Store } from '@/projector/store'
import { toSortableId } from '@/ledger/streamId'

import type { Bench } from './engines'
import { median } from './report'
import type { Suite } from './suite'
import { utterance } from './utterance'

const smallest = 1_000
/** A conversation has about so many events in these collections. */
const eventsEach = 10
const readModels = ['conversations', 'applications', 'customers']

/** What a batch costs where the archive holds a thousand entries, and where it holds a million. */
export const collectionSizeSuite: Suite = {
  name: 'size',
  measure: async (bench, { isQuick, largestCollection }) => {
    const sizes: number[] = []
    for (let size = smallest; size <= largestCollection; size *= 10) sizes.push(size)
    const stores = new Map<number, Awaited<ReturnType<Bench['openStore']>>>()
    for (const size of sizes) {
      const store = await bench.openStore()
      await fill(store, size)
      stores.set(size, store)
    }
    const oneByOne = await measure(stores, 1, isQuick ? 100 : 400)
    const batched = await measure(stores, 100, isQuick ? 20 : 60)
    for (const store of stores.values()) await store.drop()
    return [
      toReport('one by one', oneByOne),
      toReport('in batches of 100, each of another conversation', batched),
    ]
  },
}

const toReport = (how: string, costs: Map<number, number>) => {
  const largest = [...costs.keys()].at(-1)!
  return {
    name: `adding where ${words(largest)} entries are archived against ${words(smallest)}, ${how}`,
    ratio: costs.get(largest)! / costs.get(smallest)!,
    atMost: 1.5,
    figures: Object.fromEntries(
      [...costs].map(([size, cost]) => [`at ${words(size)}, median ms`, cost]),
    ),
  }
}

const words = (count: number): string => count.toLocaleString('en-AU')

/** Takes all sizes in turns, so that whatever else the machine does hits them alike. */
const measure = async (
  stores: ReadonlyMap<number, Store>,
  batchSize: number,
  rounds: number,
): Promise<Map<number, number>> => {
  const times = new Map<number, number[]>([...stores.keys()].map((size) => [size, []]))
  for (let round = 0; round < rounds; round++)
    for (const [size, store] of stores) {
      const known = size / eventsEach
      const entries = Array.from({ length: Math.min(batchSize, known) }, (_, index) =>
        utterance(`conv_${(round * batchSize * 7_919 + index * 104_729) % known}`),
      )
      const startedAt = performance.now()
      await applyBatch(store, entries, { now: new Date(), timeoutMs: 30_000 })
      times.get(size)!.push(performance.now() - startedAt)
    }
  return new Map([...times].map(([size, list]) => [size, median(list)]))
}

/** Copies one projected conversation with its archive by plain inserts until there are `size`. */
const fill = async (store: Store, size: number): Promise<void> => {
  const token = 'patternword'
  await applyBatch(
    store,
    Array.from({ length: eventsEach }, () => utterance(`conv_${token}`)),
    { now: new Date(), timeoutMs: 30_000 },
  )
  const patterns = new Map<string, Document[]>()
  for (const name of [...readModels, 'ledger-events'])
    patterns.set(name, await store.db.collection(name).find().toArray())
  const perInsert = 500
  for (let number = 0; number < size / eventsEach; number += perInsert) {
    const numbers = Array.from(
      { length: Math.min(perInsert, size / eventsEach - number) },
      (_, index) => number + index,
    )
    await Promise.all(
      [...patterns].map(([name, documents]) =>
        store.db.collection(name).insertMany(
          numbers.flatMap((copy) =>
            documents.map((document, index) => {
              const filled = fillIn(document, token, String(copy)) as Document
              return name === 'ledger-events' ? { ...filled, ...idOf(copy, index) } : filled
            }),
          ),
          { ordered: false },
        ),
      ),
    )
  }
}

/** Before everything that is appended later. */
const idOf = (conversation: number, index: number): { _id: never; streamId: string } => {
  const streamId = `${1_600_000_000_000 + index * 1_000_000 + conversation}-0`
  return { _id: toSortableId(streamId) as never, streamId }
}

const fillIn = (value: unknown, token: string, text: string): unknown => {
  if (typeof value === 'string') return value.replaceAll(token, text)
  if (Array.isArray(value)) return value.map((item) => fillIn(item, token, text))
  if (typeof value !== 'object' || value === null || value instanceof Date) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, fillIn(item, token, text)]),
  )
}
