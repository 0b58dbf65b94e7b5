import type { Redis } from 'ioredis'
import { afterAll, beforeAll, beforeEach } from 'vitest'

import { ensureIndexes } from '@/collections/indexes'
import type { ProjectorParts } from '@/projector/parts'
import type { Store } from '@/projector/store'
import { createWorker, type Worker, type WorkerSettings } from '@/projector/worker'
import type { ChangeFrame } from '@/realtime/frames'

import { openRedis, openStore, quietLogger } from '../../support/engines'

/** The engines of one test file, a stream of its own for each test, and its workers. */
export interface Setting {
  store: Store
  redis: Redis
  connect: () => Redis
  stream: string
  /** Runs a worker until the test ends. */
  run: (
    parts?: Partial<ProjectorParts & { blocking: Redis }>,
    settings?: Partial<WorkerSettings>,
  ) => Worker & { frames: ChangeFrame[] }
  find: (collection: string, id: string) => Promise<Record<string, unknown> | null>
  /** The reports on a list of critical errors that are about this test's stream. */
  criticalErrors: (type: string) => Promise<Record<string, unknown>[]>
}

/** Waits are short: a breaker opens at three failures and probes every 100 ms. */
export const quick = {
  attempts: 2,
  baseDelayMs: 5,
  processingTimeoutMs: 5_000,
  breaker: { failures: 3, openMs: 100, halfOpenCalls: 2 },
  recovery: { attempts: 2, delayMs: 100 },
}

/** Opens the engines for a test file and closes them after it. */
export const openSetting = (): Setting => {
  const setting = {} as Setting
  const closers: (() => Promise<void>)[] = []
  let workers: Worker[] = []
  let prefix: string
  let count = 0

  const stopAll = async (): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.stop()))
    workers = []
  }

  beforeAll(async () => {
    const opened = await openStore()
    const connections = await openRedis()
    prefix = connections.prefix
    closers.push(connections.close, opened.close)
    setting.store = opened.store
    setting.redis = connections.redis
    setting.connect = connections.connect
  })

  beforeEach(async () => {
    await stopAll()
    setting.stream = `${prefix}:ledger:${++count}`
    for (const { name } of await setting.store.db.listCollections().toArray())
      await setting.store.db.collection(name).deleteMany({})
    await ensureIndexes(setting.store.db)
  })

  afterAll(async () => {
    await stopAll()
    for (const close of closers) await close()
  })

  setting.run = (parts = {}, settings = {}) => {
    const frames: ChangeFrame[] = []
    const worker = createWorker(
      {
        store: () => setting.store,
        redis: setting.connect(),
        blocking: setting.connect(),
        publish: async (published) => frames.push(...published),
        deadLetterList: `${setting.stream}:deadletter`,
        settings: quick,
        logger: quietLogger,
        ...parts,
      },
      {
        stream: setting.stream,
        workerId: 'test',
        batchSize: 200,
        blockMs: 500,
        claimIdleMs: 60_000,
        claimEveryMs: 15_000,
        ...settings,
      },
    )
    workers.push(worker)
    worker.start()
    return { ...worker, frames }
  }
  setting.find = (collection, id) =>
    setting.store.db.collection<{ _id: string }>(collection).findOne({ _id: id })
  setting.criticalErrors = async (type) =>
    (await setting.redis.lrange(`errors:${type}`, 0, -1))
      .filter((text) => text.includes(setting.stream))
      .map((text) => JSON.parse(text) as Record<string, unknown>)
  return setting
}

/** One thing that a customer said. */
export const said = (conversationId: string, text = 'hello'): Record<string, string> => ({
  agt: 'broker',
  typ: 'user_input',
  cid: conversationId,
  tsp: '2024-01-15T10:00:00Z',
  dat: JSON.stringify({ u: text }),
})
