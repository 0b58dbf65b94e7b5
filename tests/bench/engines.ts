import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { Redis } from 'ioredis'
import { type Db, MongoClient } from 'mongodb'

import { ensureIndexes } from '@/collections/indexes'
import { bringUpEngines } from '@/engines/bringUp'
import { buildIfStale } from '@/engines/build'
import { openDataFolder } from '@/engines/dataFolder'
import { createProgress } from '@/engines/progress'
import type { TestEngines } from '@/engines/testing'
import type { Store } from '@/projector/store'

import { startTarget } from '../runner/endToEnd'
import { target as readTarget, type Target } from '../runner/target'

/** Ways to the engines of the benchmarks. */
export interface BenchEngines {
  engines: Pick<TestEngines, 'databaseUri' | 'redisUrl'>
  /** A database of its own with the product's indexes. */
  openStore: () => Promise<Store & { drop: () => Promise<void> }>
  database: (name: string) => Db
  connect: () => Redis
  close: () => Promise<void>
}

/** Engines for the benchmarks: durable as in production, empty, and removed at the end. */
export interface Bench extends BenchEngines {
  /** The built app over these engines, as the demo runs it; started at the first call. */
  app: () => Promise<Target>
}

/** Connects to engines that run already. */
export const connectEngines = async (engines: BenchEngines['engines']): Promise<BenchEngines> => {
  const client = await MongoClient.connect(engines.databaseUri)
  const connections: Redis[] = []
  return {
    engines,
    openStore: async () => {
      const db = client.db(`bench_${randomUUID().slice(0, 8)}`)
      await ensureIndexes(db)
      return { client, db, drop: async () => void (await db.dropDatabase()) }
    },
    database: (name) => client.db(name),
    connect: () => {
      const redis = new Redis(engines.redisUrl, { maxRetriesPerRequest: null })
      connections.push(redis)
      return redis
    },
    close: async () => {
      await client.close()
      for (const connection of connections) connection.disconnect()
    },
  }
}

/** Brings up engines of the benchmarks' own, durable as the demo's. */
export const openBench = async (): Promise<Bench> => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'billie-bench-'))
  const folder = await openDataFolder({ path: dataDir, command: 'bench' })
  const log = createProgress()
  const started = await bringUpEngines({
    folder,
    log,
    cacheFolder: path.resolve('.billie/engines'),
    database: 'billie-bench',
    isTemporary: false,
  })
  const engines = { ...started, folder }
  const connected = await connectEngines(engines)
  let app: Promise<Target> | undefined

  const startApp = async (): Promise<Target> => {
    const { signal } = new AbortController()
    // One user opens all the live streams that are measured.
    const settings = { LIVE_STREAMS_PER_USER: '2000' }
    await buildIfStale({ detail: () => undefined, signal })
    Object.assign(process.env, await startTarget({ engines, log, signal, settings }))
    return readTarget()
  }

  return {
    ...connected,
    app: () => (app ??= startApp()),
    close: async () => {
      const target = await app?.catch(() => undefined)
      if (target) process.kill(target.appPid, 'SIGTERM')
      await connected.close()
      await started.stop()
      await folder.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
