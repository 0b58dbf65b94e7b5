import fc from 'fast-check'
import type { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { toSortableId } from '@/ledger/streamId'
import { readMaster } from '@/projector/gateMaster'
import { beginRebuild } from '@/projector/rebuild/begin'
import { rebuildProjections, type RebuildParts, type RebuildRequest } from '@/projector/rebuild'
import { keepLive } from '@/projector/rebuild/keep'
import { projectionNames } from '@/projector/rebuild/shadows'
import { archiveOf, type Store } from '@/projector/store'
import { verify } from '@/projector/verify'
import type { Worker } from '@/projector/worker'
import type { ChangeFrame } from '@/realtime/frames'

import { expectOracle } from '../../../support/compare'
import { openRedis, openStore, quietLogger } from '../../../support/engines'
import { oracle, type RawEntry } from '../../../support/oracle'
import { randomEntries } from '../../../support/randomEvents'
import { append, startWorker, untilCaughtUp } from '../../../support/worker'

let store: Store
let redis: Redis
let connect: () => Redis
let stream: string
let workers: Worker[] = []
let closers: (() => Promise<void>)[] = []
let entries: RawEntry[] = []

beforeEach(async () => {
  const opened = await openStore()
  const connections = await openRedis()
  ;({ connect, redis } = connections)
  store = opened.store
  stream = `${connections.prefix}:ledger`
  closers = [connections.close, opened.close]
  entries = []
  await ensureIndexes(store.db)
})

afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  workers = []
  for (const close of closers) await close()
})

const [random = []] = fc.sample(randomEntries({ minLength: 3_000, maxLength: 3_000 }), {
  numRuns: 1,
  seed: 8,
})

const feed = async (from: number, to: number): Promise<void> => {
  const fields = random.slice(from, to).map((entry) => entry.fields)
  const ids = await append(redis, stream, fields)
  entries.push(...fields.map((each, index) => ({ id: ids[index]!, fields: each })))
}

const work = (workerId: string, frames: ChangeFrame[] = []): void => {
  workers.push(startWorker({ connect, store, stream, workerId, batchSize: 20, frames }))
}

const rebuild = (
  request: Partial<RebuildRequest> = {},
  parts: Partial<RebuildParts> = {},
): ReturnType<typeof rebuildProjections> =>
  rebuildProjections(
    {
      store: () => store,
      publish: async () => undefined,
      resync: async () => undefined,
      logger: quietLogger,
      signal: new AbortController().signal,
      ...parts,
    },
    { names: [...projectionNames], startedBy: 'operator', decide: async () => true, ...request },
  )

const expectExact = async (): Promise<void> => {
  expectOracle(
    {
      conversations: await store.db.collection('conversations').find().toArray(),
      applications: await store.db.collection('applications').find().toArray(),
      customers: await store.db.collection('customers').find().toArray(),
    },
    oracle(entries),
  )
  expect((await verify(store)).drifts).toEqual([])
}

const leftovers = async (): Promise<string[]> =>
  (await store.db.listCollections({}, { nameOnly: true }).toArray())
    .map(({ name }) => name)
    .filter((name) => /^[^~]+~\d+$/.test(name))

describe('a rebuild', () => {
  it('gives what the ledger says while two workers go on, and leaves nothing behind', async () => {
    work('one')
    work('two')
    await feed(0, 1_000)
    const traffic = (async () => {
      for (let from = 1_000; from < 3_000; from += 50) await feed(from, from + 50)
    })()
    const first = await rebuild()
    const second = await rebuild()
    await traffic
    await untilCaughtUp(redis, stream)
    expect([first.outcome, second.outcome]).toEqual(['switched', 'switched'])
    expect(second.closedMs).toBeLessThan(2_000)
    await expectExact()
    expect(await leftovers()).toEqual([])
    expect((await readMaster(store)).rebuild).toBeNull()
  })

  it('begins at one moment: what was committed by then is all in its first part', async () => {
    work('one')
    work('two')
    const traffic = (async () => {
      for (let from = 0; from < 3_000; from += 20) await feed(from, from + 20)
    })()
    for (let round = 0; round < 60; round++) {
      const begun = await beginRebuild(store, {
        names: ['customers'],
        isRollback: false,
        startedBy: 'operator',
      })
      const { passages, until } = begun.record
      await begun.finish('discarded')
      for (const { batch, writer } of passages)
        expect(
          await archiveOf(store).countDocuments({
            writer,
            batch: { $lte: batch },
            ...(until !== undefined && { _id: { $gt: until } }),
          }),
        ).toBe(0)
    }
    await traffic
  })

  it('mends what was altered by hand, and tells the screens of that document alone', async () => {
    work('one')
    await feed(0, 500)
    await untilCaughtUp(redis, stream)
    const [altered] = await store.db.collection('customers').find().limit(1).toArray()
    await store.db
      .collection('customers')
      .updateOne({ _id: altered!._id }, { $set: { fullName: 'Somebody Else' } })
    const published: ChangeFrame[] = []
    const { difference, outcome } = await rebuild(
      { names: ['customers'] },
      { publish: async (frames) => published.push(...frames) },
    )
    expect(outcome).toBe('switched')
    expect(difference).toMatchObject({
      differing: 1,
      drifts: [{ collection: 'customers', id: altered!._id }],
    })
    expect(published).toMatchObject([
      { collection: 'customers', operation: 'update', doc: { id: altered!._id } },
    ])
    expect(published[0]!.doc.revision).toBeGreaterThan(altered!.revision as number)
    await expectExact()
  })

  it('changes nothing where it is decided against, nor where it is interrupted', async () => {
    work('one')
    await feed(0, 500)
    await untilCaughtUp(redis, stream)
    await store.db.collection('customers').updateMany({}, { $set: { fullName: 'Altered' } })
    const dry = await rebuild({ decide: async () => false })
    expect(dry.outcome).toBe('discarded')
    expect(dry.difference!.differing).toBeGreaterThan(0)
    const stopping = new AbortController()
    const interrupted = await rebuild(
      {
        decide: async () => {
          stopping.abort()
          return true
        },
      },
      { signal: stopping.signal },
    )
    expect(interrupted.outcome).toBe('interrupted')
    const names = await store.db.collection('customers').distinct('fullName')
    expect(names).toEqual(['Altered'])
    const resumed = await rebuild()
    expect(resumed.record._id).toBe(interrupted.record._id)
    expect(resumed.outcome).toBe('switched')
    await expectExact()
  })

  it('counts what was not known when it came, and is known by now', async () => {
    work('one')
    await feed(0, 300)
    await untilCaughtUp(redis, stream)
    // As an older program left it: archived, and counted nowhere.
    const archive = store.db.collection<{ _id: string }>('ledger-events')
    const said = await archive.find({ typ: 'user_input' }).limit(3).toArray()
    for (const [index, entry] of said.entries())
      await archive.insertOne({
        ...entry,
        _id: toSortableId(`77${index}-0`),
        streamId: `77${index}-0`,
        disposition: 'ignored',
      } as never)
    expect((await verify(store)).drifts).toEqual([])
    const { difference } = await rebuild()
    expect(difference!.differing).toBeGreaterThan(0)
    expect(await archive.countDocuments({ streamId: /^77\d-0$/, disposition: 'applied' })).toBe(3)
    expect((await verify(store)).drifts).toEqual([])
  })

  it('can be taken back, with what happened since', async () => {
    work('one')
    await feed(0, 300)
    await untilCaughtUp(redis, stream)
    await store.db.collection('customers').updateMany({}, { $set: { staffFlag: 'kept' } })
    const first = await rebuild()
    await feed(300, 600)
    await untilCaughtUp(redis, stream)
    await expectExact()
    // A switch that came to nothing had copied the live documents by then.
    await keepLive(store, first.record._id + 1)
    const back = await rebuild({ isRollback: true })
    expect(back.outcome).toBe('switched')
    await feed(600, 700)
    await untilCaughtUp(redis, stream)
    const kept = await store.db.collection('customers').countDocuments({ staffFlag: 'kept' })
    expect(kept).toBeGreaterThan(0)
    // What was altered came back with it; everything else is as the ledger says.
    const { drifts } = await verify(store)
    expect(drifts).toHaveLength(kept)
    expect(
      drifts.every(({ differences }) => differences.every(({ path }) => path === 'staffFlag')),
    ).toBe(true)
    await rebuild()
    await expectExact()
  })
})
