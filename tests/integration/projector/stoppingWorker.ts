import { Redis } from 'ioredis'
import { ClientSession, Db, MongoClient } from 'mongodb'

import { createChangeFeed } from '@/realtime/changeFeed'
import { createWorker } from '@/projector/worker'

import { quietLogger } from '../../support/engines'

/**
 * A worker that stops itself with SIGSTOP at one named step of its first batch, run as a process of
 * its own, and goes on when somebody sends SIGCONT.
 */
const {
  DATABASE_URI = '',
  DATABASE_NAME = '',
  REDIS_URL = '',
  STOP_BEFORE = '',
  STREAM = '',
} = process.env

let hasStopped = false

const before = (step: string): void => {
  if (step !== STOP_BEFORE || hasStopped) return
  hasStopped = true
  process.kill(process.pid, 'SIGSTOP')
}

/** Stops before the first call of a method that counts. */
const guard = <T extends object>(
  prototype: T,
  method: keyof T & string,
  step: string,
  counts: (args: readonly unknown[]) => boolean = () => true,
): void => {
  const original = prototype[method] as (...args: unknown[]) => Promise<unknown>
  Object.assign(prototype, {
    async [method](this: T, ...args: unknown[]) {
      if (counts(args)) before(step)
      return original.apply(this, args)
    },
  })
}

/** The first look at the gate commits as well, and writes nothing of the ledger. */
let isWriting = false

guard(Db.prototype, 'command', 'archive', ([command]) => {
  const isArchiving = (command as { insert?: string }).insert === 'ledger-events'
  isWriting ||= isArchiving
  return isArchiving
})
guard(ClientSession.prototype, 'commitTransaction', 'commit', () => isWriting)
guard(Redis.prototype, 'xack', 'acknowledge')

const client = await MongoClient.connect(DATABASE_URI)
const connect = (): Redis => new Redis(REDIS_URL, { maxRetriesPerRequest: null })
const feed = createChangeFeed({
  redis: connect(),
  stream: `${STREAM}:feed`,
  channel: `${STREAM}:updates`,
})

createWorker(
  {
    store: () => ({ client, db: client.db(DATABASE_NAME) }),
    redis: connect(),
    blocking: connect(),
    publish: async (frames) => {
      before('publish')
      await feed.publish(frames)
    },
    deadLetterList: `${STREAM}:deadletter`,
    settings: { attempts: 3, baseDelayMs: 5, processingTimeoutMs: 30_000 },
    logger: quietLogger,
  },
  {
    stream: STREAM,
    workerId: 'stopped',
    batchSize: 50,
    blockMs: 500,
    claimIdleMs: 60_000,
    claimEveryMs: 15_000,
  },
).start()
