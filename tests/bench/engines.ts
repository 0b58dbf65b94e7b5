import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'

import { ensureIndexes } from '@/collections/indexes'
import { bringUpEngines } from '@/engines/bringUp'
import { openDataFolder } from '@/engines/dataFolder'
import { createProgress } from '@/engines/progress'
import type { TestEngines } from '@/engines/testing'
import type { Store } from '@/projector/store'

/** Engines for the benchmarks: durable as in production, empty, and removed at the end. */
export interface Bench {
  engines: TestEngines
  openStore: () => Promise<Store>
  connect: () => Redis
  close: () => Promise<void>
}

/** Brings up engines of the benchmarks' own, durable as the demo's. */
export const openBench = async (): Promise<Bench> => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'billie-bench-'))
  const folder = await openDataFolder({ path: dataDir, command: 'bench' })
  const started = await bringUpEngines({
    folder,
    log: createProgress(),
    cacheFolder: path.resolve('.billie/engines'),
    database: 'billie-bench',
    isTemporary: false,
  })
  const client = await MongoClient.connect(started.databaseUri)
  const connections: Redis[] = []
  return {
    engines: { ...started, folder },
    openStore: async () => {
      const db = client.db(`bench_${randomUUID().slice(0, 8)}`)
      await ensureIndexes(db)
      return { client, db }
    },
    connect: () => {
      const redis = new Redis(started.redisUrl, { maxRetriesPerRequest: null })
      connections.push(redis)
      return redis
    },
    close: async () => {
      await client.close()
      for (const connection of connections) connection.disconnect()
      await started.stop()
      await folder.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
