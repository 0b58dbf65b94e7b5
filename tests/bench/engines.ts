import { randomUUID } from 'node:crypto'
import { rmSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'

import { ensureIndexes } from '@/collections/indexes'
import { startEngines } from '@/engines'
import type { Store } from '@/projector/store'

/** Engines for the benchmarks: durable as in production, empty, and removed at the end. */
export interface Bench {
  databaseUri: string
  openStore: () => Promise<Store>
  connect: () => Redis
  close: () => Promise<void>
}

/** Brings up engines (or uses those that the environment names). */
export const openBench = async (): Promise<Bench> => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'billie-bench-'))
  const engines = await startEngines({ dataDir, log: (line) => console.error(line) })
  const client = await MongoClient.connect(engines.databaseUri)
  const connections: Redis[] = []
  const databases: string[] = []
  return {
    databaseUri: engines.databaseUri,
    openStore: async () => {
      const name = `bench_${randomUUID().slice(0, 8)}`
      databases.push(name)
      const db = client.db(name)
      await ensureIndexes(db)
      return { client, db }
    },
    connect: () => {
      const redis = new Redis(engines.redisUrl, { maxRetriesPerRequest: null })
      connections.push(redis)
      return redis
    },
    close: async () => {
      for (const name of databases) await client.db(name).dropDatabase()
      await client.close()
      for (const connection of connections) connection.disconnect()
      await engines.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
