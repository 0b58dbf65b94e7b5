import { spawn } from 'node:child_process'
import path from 'node:path'

import fc from 'fast-check'
import type { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import type { Store } from '@/projector/store'
import { verify } from '@/projector/verify'
import type { ChangeFrame } from '@/realtime/frames'

import { expectOracle } from '../support/compare'
import { engineUris, openRedis, openStore } from '../support/engines'
import { oracle, type RawEntry } from '../support/oracle'
import { randomEntries } from '../support/randomEvents'
import { append, startWorker, untilCaughtUp } from '../support/worker'

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

const steps = ['archive', 'write', 'commit', 'publish', 'acknowledge'].flatMap((step) => [
  `before ${step}`,
  `after ${step}`,
])

/** Runs a worker until it kills itself. @returns the signal that ended it */
const runUntilKilled = (step: string, batch: number): Promise<NodeJS.Signals | null> =>
  new Promise((resolve, reject) => {
    const { databaseUri, redisUrl } = engineUris()
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', path.join(import.meta.dirname, 'killedWorker.ts')],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: {
          ...process.env,
          DATABASE_URI: databaseUri,
          DATABASE_NAME: store.db.databaseName,
          REDIS_URL: redisUrl,
          FAULT_STREAM: stream,
          FAULT_STEP: step,
          FAULT_BATCH: String(batch),
        },
      },
    )
    const late = setTimeout(() => child.kill('SIGTERM'), 30_000)
    child.once('error', reject)
    child.once('exit', (_code, signal) => {
      clearTimeout(late)
      resolve(signal)
    })
  })

describe('a worker that is killed', () => {
  it('at any step of a batch, for every type of event, loses nothing, counts nothing twice and leaves nothing untold', async () => {
    const [random = []] = fc.sample(randomEntries({ minLength: 420, maxLength: 420 }), {
      numRuns: 1,
      seed: 5,
    })
    const entries: RawEntry[] = []
    const appendNext = async (count: number): Promise<void> => {
      const next = random.slice(entries.length, entries.length + count)
      const ids = await append(
        redis,
        stream,
        next.map(({ fields }) => fields),
      )
      entries.push(...next.map(({ fields }, index) => ({ id: ids[index]!, fields })))
    }
    for (const [index, step] of steps.entries()) {
      await appendNext(40)
      expect(await runUntilKilled(step, 1 + (index % 3)), step).toBe('SIGKILL')
    }
    await appendNext(20)
    const survivor = startWorker({ connect, store, stream, workerId: 'fault' })
    await untilCaughtUp(redis, stream)
    await survivor.stop()

    expect(new Set(entries.map(({ fields }) => fields.typ)).size).toBeGreaterThanOrEqual(10)
    expect(await store.db.collection('ledger-events').countDocuments()).toBe(entries.length)
    expectOracle(
      {
        conversations: await store.db.collection('conversations').find().toArray(),
        applications: await store.db.collection('applications').find().toArray(),
        customers: await store.db.collection('customers').find().toArray(),
      },
      oracle(entries),
    )
    expect((await verify(store)).drifts).toEqual([])
  }, 300_000)

  it('before it told the screens is followed by one that tells them', async () => {
    const entry = (text: string) => ({
      agt: 'broker',
      typ: 'user_input',
      cid: 'conv_untold',
      tsp: '2024-01-15T10:00:00Z',
      dat: JSON.stringify({ u: text }),
    })
    const [id] = await append(redis, stream, [entry('never told')])
    expect(await runUntilKilled('before publish', 1)).toBe('SIGKILL')
    const frames: ChangeFrame[] = []
    const survivor = startWorker({ connect, store, stream, workerId: 'fault', frames })
    await untilCaughtUp(redis, stream)
    await survivor.stop()
    expect(frames.filter(({ collection }) => collection === 'utterances')).toMatchObject([
      { eventId: id, doc: { conversationId: 'conv_untold', utterance: 'never told' } },
    ])
  }, 60_000)
})
