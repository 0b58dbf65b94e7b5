import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import fc from 'fast-check'
import type { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import { gatesOf, readMaster } from '@/projector/gateMaster'
import { beatsOf } from '@/projector/rebuild/record'
import type { Store } from '@/projector/store'
import { verify } from '@/projector/verify'

import { expectOracle } from '../../../support/compare'
import { engineUris, openRedis, openStore } from '../../../support/engines'
import { oracle, type RawEntry } from '../../../support/oracle'
import { randomEntries } from '../../../support/randomEvents'
import { append, startWorker, untilCaughtUp } from '../../../support/worker'

let store: Store
let redis: Redis
let connect: () => Redis
let stream: string
const closers: (() => Promise<void>)[] = []

beforeAll(async () => {
  const opened = await openStore()
  const connections = await openRedis()
  ;({ connect, redis } = connections)
  store = opened.store
  stream = `${connections.prefix}:ledger`
  closers.push(connections.close, opened.close)
  await ensureIndexes(store.db)
})

afterAll(async () => {
  for (const close of closers) await close()
})

/** Runs a rebuild in a process of its own. @returns what it said, or the signal that ended it */
const runRebuild = (killedAt?: number): Promise<{ signal: NodeJS.Signals | null; said: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(import.meta.dirname, 'killedRebuild.ts')],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          DATABASE_URI: engineUris().databaseUri,
          DATABASE_NAME: store.db.databaseName,
          FAULT_COMMAND: killedAt === undefined ? '' : String(killedAt),
        },
      },
    )
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const late = setTimeout(() => child.kill('SIGTERM'), 60_000)
    child.once('error', reject)
    child.once('exit', (_code, signal) => {
      clearTimeout(late)
      resolve({ signal, said })
    })
  })

/**
 * A dead owner counts as dead, and a closing ends, after seconds: the test does not wait for them.
 * What it was writing is not touched here: whoever goes on has to end that.
 */
const letTimePass = async (): Promise<void> => {
  const past = { $subtract: ['$$NOW', 60_000] }
  await beatsOf(store).updateMany({}, [{ $set: { at: past } }])
  await gatesOf(store).updateMany({ isClosed: true }, [{ $set: { closedUntil: past } }])
}

describe('a rebuild that is killed', () => {
  it('at any of its commands leaves the live documents right under traffic, and the next one finishes it', async () => {
    const [random = []] = fc.sample(randomEntries({ minLength: 1_500, maxLength: 1_500 }), {
      numRuns: 1,
      seed: 13,
    })
    const entries: RawEntry[] = []
    const feed = async (count: number): Promise<void> => {
      const next = random.slice(entries.length, entries.length + count)
      const ids = await append(
        redis,
        stream,
        next.map(({ fields }) => fields),
      )
      entries.push(...next.map(({ fields }, index) => ({ id: ids[index]!, fields })))
    }
    const worker = startWorker({ connect, store, stream, batchSize: 10 })
    await feed(300)
    await untilCaughtUp(redis, stream)
    const { commands } = JSON.parse((await runRebuild()).said) as { commands: number }
    const expectExact = async (): Promise<void> => {
      expectOracle(
        {
          conversations: await store.db.collection('conversations').find().toArray(),
          applications: await store.db.collection('applications').find().toArray(),
          customers: await store.db.collection('customers').find().toArray(),
        },
        oracle(entries),
      )
    }
    let killed = 0
    const rounds = Number(process.env.FAULT_ROUNDS ?? 9)
    for (let round = 0; round < rounds; round++) {
      const [ending] = await Promise.all([
        runRebuild(2 + Math.floor(((commands - 2) * round) / rounds)),
        feed(40),
      ])
      if (ending.signal === 'SIGKILL') killed += 1
      await letTimePass()
      await untilCaughtUp(redis, stream)
      await expectExact()
      if (round % 3 !== 2) continue
      expect(JSON.parse((await runRebuild()).said)).toMatchObject({ outcome: 'switched' })
      await delay(10)
      await untilCaughtUp(redis, stream)
      await expectExact()
    }
    expect(killed).toBeGreaterThan(rounds / 2)
    await worker.stop()
    expect((await readMaster(store)).isClosed).toBe(false)
    expect((await verify(store)).drifts).toEqual([])
    const left = await store.db.listCollections({}, { nameOnly: true }).toArray()
    expect(left.filter(({ name }) => /^[^~]+~\d+$/.test(name))).toEqual([])
  }, 300_000)
})
