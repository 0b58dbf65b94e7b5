import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'

import { toEnvelope } from '@/ledger/entry'
import { allProjections } from '@/projections'
import { toParsedEntry, type ParsedEntry } from '@/projector/applyBatch'
import type { ProjectorParts } from '@/projector/parts'
import { processBatch } from '@/projector/processBatch'
import type { Store } from '@/projector/store'
import { ensureIndexes } from '@/collections/indexes'

import { expectOracle } from '../../support/compare'
import { openRedis, openStore, quietLogger } from '../../support/engines'
import { oracle, type RawEntry } from '../../support/oracle'
import { randomEntries } from '../../support/randomEvents'

const folded = ['ledger-events', ...allProjections.map(({ name }) => name)]

let store: Store
let parts: ProjectorParts
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  const opened = await openStore()
  const { close, prefix, redis } = await openRedis()
  closers.push(close, opened.close)
  store = opened.store
  parts = {
    store: () => store,
    redis,
    publish: async () => undefined,
    deadLetterList: `${prefix}:deadletter`,
    settings: { attempts: 3, baseDelayMs: 1, processingTimeoutMs: 30_000 },
    logger: quietLogger,
    signal: new AbortController().signal,
  }
})

afterAll(async () => {
  for (const close of closers) await close()
})

beforeEach(async () => {
  for (const name of [...folded, 'dead-letters']) await store.db.collection(name).deleteMany({})
  await ensureIndexes(store.db)
})

const parse = ({ fields, id }: RawEntry): ParsedEntry =>
  toParsedEntry(id, toEnvelope(Object.entries(fields).flat()))

const stored = async () => ({
  conversations: await store.db.collection('conversations').find().toArray(),
  applications: await store.db.collection('applications').find().toArray(),
  customers: await store.db.collection('customers').find().toArray(),
  'customer-applications': await store.db.collection('customer-applications').find().toArray(),
  'customer-conversations': await store.db.collection('customer-conversations').find().toArray(),
})

/** Shuffles within a window and repeats a share of the entries somewhere later. */
const disturb = (entries: RawEntry[], seed: number): RawEntry[] => {
  let state = seed
  const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
  return entries
    .flatMap((entry, index) => {
      const at = { entry, place: index + random() * 200 }
      return random() < 0.2 ? [at, { entry, place: index + random() * 1_000 }] : [at]
    })
    .sort((left, right) => left.place - right.place)
    .map(({ entry }) => entry)
}

const project = async (entries: RawEntry[], batchSize: () => number): Promise<void> => {
  for (let start = 0; start < entries.length;) {
    const end = start + batchSize()
    await processBatch(parts, entries.slice(start, end).map(parse))
    start = end
  }
}

describe('the law of the projections, on a real database', () => {
  it('holds for 10,000 events, shuffled within a window and repeated, through two workers at once', async () => {
    const [entries = []] = fc.sample(randomEntries({ minLength: 10_000, maxLength: 10_000 }), {
      numRuns: 1,
      seed: 7,
    })
    const disturbed = disturb(entries, 11)
    const sizes = [1, 3, 50, 200]
    let turn = 0
    const nextSize = (): number => sizes[turn++ % sizes.length]!
    await Promise.all([
      project(
        disturbed.filter((_, index) => index % 3 !== 0),
        nextSize,
      ),
      project(
        disturbed.filter((_, index) => index % 3 !== 1),
        nextSize,
      ),
    ])
    expect(await store.db.collection('ledger-events').countDocuments()).toBe(entries.length)
    expectOracle(await stored(), oracle(entries))
  })

  it('holds for any small history, in any order and any split into batches', async () => {
    const history = randomEntries({ minLength: 1, maxLength: 40 }).chain((entries) =>
      fc.tuple(
        fc.constant(entries),
        fc.shuffledSubarray(entries, { minLength: entries.length, maxLength: entries.length }),
        fc.integer({ min: 1, max: 12 }),
      ),
    )
    await fc.assert(
      fc.asyncProperty(history, async ([entries, order, size]) => {
        for (const name of folded) await store.db.collection(name).deleteMany({})
        await project(order, () => size)
        expectOracle(await stored(), oracle(entries))
      }),
      { numRuns: 150 },
    )
  })
})
