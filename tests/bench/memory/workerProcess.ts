import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'

import { createChangeFeed } from '@/realtime/changeFeed'

import { createBenchWorker } from '../benchWorker'

/** What a sample tells, in bytes, right after a full garbage collection. */
export interface Sample {
  heapUsed: number
  external: number
  resident: number
}

/**
 * A worker in a process of its own, started with `--expose-gc`: whatever the process holds, the
 * worker holds. Answers each message with a sample of its memory.
 */
const [databaseUri = '', databaseName = '', redisUrl = '', stream = ''] = process.argv.slice(2)
const client = await MongoClient.connect(databaseUri)
const connect = (): Redis => new Redis(redisUrl, { maxRetriesPerRequest: null })
const feed = createChangeFeed({
  redis: connect(),
  stream: `${stream}:feed`,
  channel: `${stream}:updates`,
})
const worker = createBenchWorker({
  store: { client, db: client.db(databaseName) },
  connect,
  stream,
  publish: feed.publish,
})
worker.start()

process.on('message', () => {
  global.gc!()
  const { external, heapUsed, rss } = process.memoryUsage()
  process.send!({ heapUsed, external, resident: rss } satisfies Sample)
})
process.on('disconnect', () => process.exit())
process.send!('ready')
