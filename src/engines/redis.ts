import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { Redis } from 'ioredis'

import type { DataFolder } from './dataFolder'
import { startLocalEngine, type StartedEngine } from './engine'
import { choosePort } from './ports'
import type { Program } from './sources/source'

/** How Redis is to be started. */
export interface RedisOptions {
  folder: DataFolder
  program: Program
  port?: number | undefined
  /** Data that nobody needs tomorrow: nothing is written to disk. */
  isTemporary?: boolean
  signal?: AbortSignal | undefined
  onEnd: (reason: string) => void
}

/** Starts Redis (or Valkey) on the loopback address; every write goes to its append-only file. */
export const startRedis = async (options: RedisOptions): Promise<StartedEngine> => {
  const { folder, isTemporary = false, onEnd, program, signal } = options
  const port = await choosePort(options.port)
  const dataPath = join(folder.path, 'redis')
  await mkdir(dataPath, { recursive: true, mode: 0o700 })
  await startLocalEngine({
    engine: 'redis',
    folder,
    program,
    logFile: join(folder.logs, 'redis.log'),
    signal,
    onEnd,
    args: [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', dataPath, '--daemonize', 'no'],
      ...['--appendonly', isTemporary ? 'no' : 'yes', '--save', ''],
      // The ledger must never be evicted to make room.
      ...['--maxmemory-policy', 'noeviction', '--databases', '64'],
    ],
    check: () => ping(port),
  })
  return {
    port,
    uri: `redis://127.0.0.1:${port}`,
    describe: `${program.version} ${program.origin}, 127.0.0.1:${port}`,
  }
}

/** Throws until Redis has loaded its data and answers. */
const ping = async (port: number): Promise<void> => {
  const redis = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    connectTimeout: 1_000,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
  })
  // The failure comes back from the call itself.
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    await redis.ping()
  } finally {
    redis.disconnect()
  }
}
