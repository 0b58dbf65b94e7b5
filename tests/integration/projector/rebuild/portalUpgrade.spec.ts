import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { toEnvelope } from '@/ledger/entry'
import { toParsedEntry } from '@/projector/applyBatch'
import { VersionRetired } from '@/projector/gateErrors'
import { gatesOf, masterOf, ownVersions, readVersions } from '@/projector/gateMaster'
import { processBatch } from '@/projector/processBatch'
import { createRebuildKeeper, type RebuildKeeper } from '@/projector/rebuild/keeper'
import { verify } from '@/projector/verify'

import { openRedis, openStore, quietLogger } from '../../../support/engines'
import type { RawEntry } from '../../../support/oracle'
import { randomEntries } from '../../../support/randomEvents'

let opened: Awaited<ReturnType<typeof openStore>>
let connections: Awaited<ReturnType<typeof openRedis>>
let keeper: RebuildKeeper

beforeEach(async () => {
  opened = await openStore()
  connections = await openRedis()
  await ensureIndexes(opened.store.db)
  keeper = createRebuildKeeper(
    {
      store: () => opened.store,
      publish: async () => undefined,
      resync: async () => undefined,
      logger: quietLogger,
    },
    { pollMs: 50 },
  )
})

afterEach(async () => {
  await keeper.stop()
  await connections.close()
  await opened.close()
})

const project = async (entries: RawEntry[]): Promise<void> => {
  const parsed = entries.map(({ fields, id }) =>
    toParsedEntry(id, toEnvelope(Object.entries(fields).flat())),
  )
  await processBatch(
    {
      store: () => opened.store,
      redis: connections.redis,
      publish: async () => undefined,
      deadLetterList: `${connections.prefix}:deadletter`,
      settings: { attempts: 1, baseDelayMs: 1, processingTimeoutMs: 30_000 },
      logger: quietLogger,
      signal: new AbortController().signal,
    },
    parsed,
  )
}

describe('a deployment from before customers were shown anything', () => {
  it('is rebuilt by itself, and projects nothing until then', async () => {
    const { store } = opened
    const [entries = []] = fc.sample(randomEntries({ minLength: 300, maxLength: 300 }), {
      numRuns: 1,
      seed: 5,
    })
    await project(entries.slice(0, 250))
    const before = { conversations: 1, applications: 1, customers: 1 }
    await gatesOf(store).updateMany({}, { $set: { versions: before } })
    await masterOf(store).updateOne({ _id: '*' }, { $set: { versions: before } })
    for (const name of ['customer-applications', 'customer-conversations'])
      await store.db.collection(name).drop()
    await store.db.collection('applications').updateMany({}, { $unset: { 'ledger.portal': '' } })
    await expect(project(entries.slice(250))).rejects.toThrow(VersionRetired)

    keeper.start()
    await expect.poll(() => readVersions(store), { timeout: 30_000 }).toEqual(ownVersions())
    await project(entries.slice(250))
    expect((await verify(store)).drifts).toEqual([])
    const shown = await store.db.collection('customer-conversations').countDocuments()
    expect(shown).toBe(await store.db.collection('conversations').countDocuments())
  })
})
