import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'

import { conversations } from '@/projections'
import { createRebuildKeeper } from '@/projector/rebuild/keeper'
import { createWorker } from '@/projector/worker'

import { quietLogger } from '../../../support/engines'

/**
 * One deployment of the product in a process of its own: a worker, and what keeps the live documents
 * at its version. `DEPLOYED_VERSION=2` has projections that show one field more.
 */
const {
  DATABASE_NAME = '',
  DATABASE_URI = '',
  DEPLOYED_VERSION = '1',
  LEDGER_STREAM = '',
  REDIS_URL = '',
} = process.env

if (DEPLOYED_VERSION === '2') {
  const { evolve } = conversations
  conversations.version = 2
  conversations.evolve = (document, event) => {
    const next = evolve(document, event)
    // An event that another version applied leaves it behind.
    return { ...next, purpose: `version 2 counts ${next.version}` }
  }
}

const client = await MongoClient.connect(DATABASE_URI)
const connect = (): Redis => new Redis(REDIS_URL, { maxRetriesPerRequest: null })
const store = () => ({ client, db: client.db(DATABASE_NAME) })
const publish = async () => undefined
const keeper = createRebuildKeeper(
  { store, publish, resync: publish, logger: quietLogger },
  { pollMs: 200 },
)
const worker = createWorker(
  {
    store,
    redis: connect(),
    blocking: connect(),
    publish,
    deadLetterList: `${LEDGER_STREAM}:deadletter`,
    settings: { attempts: 3, baseDelayMs: 5, processingTimeoutMs: 30_000 },
    logger: quietLogger,
  },
  {
    stream: LEDGER_STREAM,
    workerId: `version-${DEPLOYED_VERSION}`,
    batchSize: 20,
    blockMs: 500,
    claimIdleMs: 2_000,
    claimEveryMs: 500,
  },
)
keeper.start()
worker.start()
process.once('SIGTERM', () => {
  void Promise.all([keeper.stop(), worker.stop()]).then(() => process.exit(0))
})
