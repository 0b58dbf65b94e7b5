import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import fc from 'fast-check'
import type { Redis } from 'ioredis'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { VersionRetired } from '@/projector/gateErrors'
import { readVersions } from '@/projector/gateMaster'
import type { Store } from '@/projector/store'
import { verify } from '@/projector/verify'

import { expectOracle } from '../../../support/compare'
import { engineUris, openRedis, openStore } from '../../../support/engines'
import { oracle, type RawEntry } from '../../../support/oracle'
import { randomEntries } from '../../../support/randomEvents'
import { append, untilCaughtUp } from '../../../support/worker'

let store: Store
let redis: Redis
let stream: string
let closers: (() => Promise<void>)[] = []
let deployments: ChildProcess[] = []
let entries: RawEntry[] = []

beforeEach(async () => {
  const opened = await openStore()
  const connections = await openRedis()
  redis = connections.redis
  store = opened.store
  stream = `${connections.prefix}:ledger`
  closers = [connections.close, opened.close]
  entries = []
  await ensureIndexes(store.db)
})

afterEach(async () => {
  for (const deployment of deployments) {
    if (deployment.exitCode !== null || deployment.signalCode !== null) continue
    deployment.kill('SIGKILL')
    await once(deployment, 'exit')
  }
  deployments = []
  for (const close of closers) await close()
})

const deploy = (version: 1 | 2): ChildProcess => {
  const { databaseUri, redisUrl } = engineUris()
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(import.meta.dirname, 'deployment.ts')],
    {
      stdio: 'inherit',
      env: {
        ...process.env,
        DATABASE_URI: databaseUri,
        DATABASE_NAME: store.db.databaseName,
        REDIS_URL: redisUrl,
        LEDGER_STREAM: stream,
        DEPLOYED_VERSION: String(version),
      },
    },
  )
  deployments.push(child)
  return child
}

const [random = []] = fc.sample(randomEntries({ minLength: 1_200, maxLength: 1_200 }), {
  numRuns: 1,
  seed: 34,
})

const feed = async (count: number): Promise<void> => {
  const next = random.slice(entries.length, entries.length + count)
  const ids = await append(
    redis,
    stream,
    next.map(({ fields }) => fields),
  )
  entries.push(...next.map(({ fields }, index) => ({ id: ids[index]!, fields })))
}

const expectVersion2 = async (): Promise<void> => {
  const conversations = await store.db.collection('conversations').find().toArray()
  const expected = oracle(entries)
  for (const document of expected.conversations.values())
    document.purpose = `version 2 counts ${String(document.version)}`
  expectOracle(
    {
      conversations,
      applications: await store.db.collection('applications').find().toArray(),
      customers: await store.db.collection('customers').find().toArray(),
    },
    expected,
  )
}

describe('a deployment with a newer version of a projection', () => {
  it('rebuilds beside an older one under traffic, and takes over from it', async () => {
    deploy(1)
    await feed(400)
    await untilCaughtUp(redis, stream)
    const newer = deploy(2)
    while ((await readVersions(store)).conversations !== 2) {
      if (entries.length < 900) await feed(2)
      await delay(10)
    }
    // Enough for both, if the older one went on.
    for (let round = 0; round < 30; round++) {
      await feed(10)
      await delay(10)
    }
    await untilCaughtUp(redis, stream)
    await expectVersion2()
    expect(newer.exitCode).toBeNull()
    // The test itself has the older projections: it must not take the newer documents for drift.
    await expect(verify(store)).rejects.toThrow(VersionRetired)
  }, 120_000)

  it('rebuilds what is there when it comes alone', async () => {
    const older = deploy(1)
    await feed(300)
    await untilCaughtUp(redis, stream)
    older.kill('SIGTERM')
    await once(older, 'exit')
    await feed(100)
    deploy(2)
    await untilCaughtUp(redis, stream)
    await expectVersion2()
    await feed(50)
    await untilCaughtUp(redis, stream)
    await expectVersion2()
  }, 120_000)
})
