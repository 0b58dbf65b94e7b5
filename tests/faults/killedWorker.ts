import { Redis } from 'ioredis'
import { ClientSession, Collection, MongoClient } from 'mongodb'

import { createChangeFeed } from '@/realtime/changeFeed'
import { createWorker } from '@/projector/worker'

import { quietLogger } from '../support/engines'

/**
 * A worker that kills itself with SIGKILL at one named step of its n-th batch: run as a process of
 * its own. The driver's and the client's own methods are the steps, so that the worker is the
 * product's, unchanged.
 */
const {
  DATABASE_URI = '',
  DATABASE_NAME = '',
  FAULT_BATCH = '1',
  FAULT_STEP = '',
  FAULT_STREAM = '',
  REDIS_URL = '',
} = process.env

let occurrences = 0

const at = (step: string): void => {
  if (step !== FAULT_STEP) return
  occurrences += 1
  if (occurrences === Number(FAULT_BATCH)) process.kill(process.pid, 'SIGKILL')
}

/** Calls `at` before and after a method, where it is called on something that counts. */
const surround = <T extends object>(
  prototype: T,
  method: keyof T & string,
  step: string,
  counts: (self: T) => boolean = () => true,
): void => {
  const original = prototype[method] as (...args: unknown[]) => Promise<unknown>
  Object.assign(prototype, {
    async [method](this: T, ...args: unknown[]) {
      if (!counts(this)) return original.apply(this, args)
      at(`before ${step}`)
      const result = await original.apply(this, args)
      at(`after ${step}`)
      return result
    },
  })
}

surround(
  Collection.prototype,
  'insertMany',
  'archive',
  ({ collectionName }) => collectionName === 'ledger-events',
)
surround(
  Collection.prototype,
  'bulkWrite',
  'write',
  ({ collectionName }) => collectionName === 'conversations',
)
surround(ClientSession.prototype, 'commitTransaction', 'commit')
surround(Redis.prototype, 'xack', 'acknowledge')

const client = await MongoClient.connect(DATABASE_URI)
const connect = (): Redis => new Redis(REDIS_URL, { maxRetriesPerRequest: null })
const feed = createChangeFeed({
  redis: connect(),
  stream: `${FAULT_STREAM}:feed`,
  channel: `${FAULT_STREAM}:updates`,
})

createWorker(
  {
    store: () => ({ client, db: client.db(DATABASE_NAME) }),
    redis: connect(),
    blocking: connect(),
    publish: async (frames) => {
      at('before publish')
      await feed.publish(frames)
      at('after publish')
    },
    deadLetterList: `${FAULT_STREAM}:deadletter`,
    settings: { attempts: 3, baseDelayMs: 5, processingTimeoutMs: 30_000 },
    logger: quietLogger,
  },
  {
    stream: FAULT_STREAM,
    workerId: 'fault',
    batchSize: 7,
    blockMs: 500,
    claimIdleMs: 60_000,
    claimEveryMs: 15_000,
  },
).start()
