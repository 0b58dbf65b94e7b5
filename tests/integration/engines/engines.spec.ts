import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'

import { startEngines, type Engines } from '@/engines'
import { isRunning } from '@/engines/services/processes.mjs'
import type { RunningRecord } from '@/engines/services/record'

const cacheFolder = resolve('.billie/engines')
let dataDir: string

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'billie-engines-'))
})

beforeEach(() => {
  // These tests bring up engines of their own.
  vi.stubEnv('DATABASE_URI', '')
  vi.stubEnv('REDIS_URL', '')
  return () => vi.unstubAllEnvs()
})

afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const start = (): Promise<Engines> => startEngines({ dataDir, cacheFolder, log: () => undefined })

const running = (): RunningRecord['processes'] =>
  (JSON.parse(readFileSync(join(dataDir, 'running.json'), 'utf8')) as RunningRecord).processes

const withClients = async <T>(
  { databaseUri, redisUrl }: Pick<Engines, 'databaseUri' | 'redisUrl'>,
  work: (client: MongoClient, redis: Redis) => Promise<T>,
): Promise<T> => {
  const client = await MongoClient.connect(databaseUri, { serverSelectionTimeoutMS: 20_000 })
  const redis = new Redis(redisUrl)
  try {
    return await work(client, redis)
  } finally {
    redis.disconnect()
    await client.close()
  }
}

/** One document in a transaction and one entry of a stream: what the product does all the time. */
const writeBoth = (engines: Pick<Engines, 'databaseUri' | 'redisUrl'>) =>
  withClients(engines, async (client, redis) => {
    await client.withSession((session) =>
      session.withTransaction(async () => {
        await client.db().collection('kept').insertOne({ at: new Date() }, { session })
      }),
    )
    await redis.xadd('ledger', '*', 'typ', 'test')
  })

const countBoth = (engines: Pick<Engines, 'databaseUri' | 'redisUrl'>) =>
  withClients(engines, async (client, redis) => ({
    documents: await client.db().collection('kept').countDocuments(),
    entries: await redis.xlen('ledger'),
  }))

/** Another process that owns the engines, as a launcher does. */
const startOwner = async (): Promise<{ owner: ChildProcess; engines: Engines }> => {
  const owner = spawn(
    process.execPath,
    ['--import', 'tsx', resolve('tests/integration/engines/owner.ts'), dataDir, cacheFolder],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const [line] = await once(owner.stdout as NonNullable<typeof owner.stdout>, 'data')
  return { owner, engines: JSON.parse(String(line)) as Engines }
}

describe('engines that were started here', () => {
  it('commit transactions, roll them back, and carry a stream', async () => {
    const engines = await start()
    await writeBoth(engines)
    await withClients(engines, async (client, redis) => {
      const kept = client.db().collection('kept')
      const failed = client.withSession((session) =>
        session.withTransaction(async () => {
          await kept.insertOne({ at: new Date() }, { session })
          throw new Error('second thoughts')
        }),
      )
      await expect(failed).rejects.toThrow('second thoughts')
      expect(await kept.countDocuments()).toBe(1)
      expect(await redis.config('GET', 'maxmemory-policy')).toEqual([
        'maxmemory-policy',
        'noeviction',
      ])
    })
    expect(await countBoth(engines)).toEqual({ documents: 1, entries: 1 })
    await engines.stop()
  })

  it('keep their data and addresses over a restart', async () => {
    const before = await start()
    await before.stop()
    expect(existsSync(join(dataDir, 'running.json'))).toBe(false)
    const after = await start()
    expect([after.databaseUri, after.redisUrl]).toEqual([before.databaseUri, before.redisUrl])
    expect(await countBoth(after)).toEqual({ documents: 1, entries: 1 })
    await after.stop()
  })

  it('listen on the loopback address only', async () => {
    const engines = await start()
    await withClients(engines, async (client, redis) => {
      const { parsed } = await client.db('admin').command({ getCmdLineOpts: 1 })
      expect(parsed.net.bindIp).toBe('127.0.0.1')
      expect(parsed.storage.wiredTiger.engineConfig.cacheSizeGB).toBe(1)
      expect(await redis.config('GET', 'bind')).toEqual(['bind', '127.0.0.1'])
      expect(await redis.config('GET', 'appendonly')).toEqual(['appendonly', 'yes'])
    })
    await engines.stop()
  })

  it('are started again when one of them dies, under the same address', async () => {
    const engines = await start()
    const killed = running().map(({ pid }) => pid)
    for (const pid of killed) process.kill(pid, 'SIGKILL')
    const isAllNew = (): boolean =>
      running().length === 2 && running().every(({ pid }) => !killed.includes(pid))
    await vi.waitFor(() => expect(isAllNew()).toBe(true), { timeout: 20_000, interval: 200 })
    expect(await countBoth(engines)).toEqual({ documents: 1, entries: 1 })
    await engines.stop()
  })

  it('do not outlive an owner that is killed, and serve the next one with all data', async () => {
    const { engines, owner } = await startOwner()
    await writeBoth(engines)
    const left = running()
    expect(left).toHaveLength(2)
    owner.kill('SIGKILL')
    await once(owner, 'exit')
    // At once, while they may still be stopping: the next start must cope with that.
    const next = await start()
    expect(left.some(isRunning)).toBe(false)
    expect(await countBoth(next)).toEqual({ documents: 2, entries: 2 })
    await next.stop()
  })

  it('stop by themselves soon after their owner is killed', async () => {
    const { owner } = await startOwner()
    const left = running()
    owner.kill('SIGKILL')
    for (let waitedMs = 0; left.some(isRunning) && waitedMs < 15_000; waitedMs += 100)
      await sleep(100)
    expect(left.some(isRunning)).toBe(false)
  })

  it('refuse a second owner of the same folder while the first one lives', async () => {
    const engines = await start()
    await expect(start()).rejects.toThrow(/is in use by .*: stop that one with Ctrl-C/)
    expect(await countBoth(engines)).toMatchObject({ documents: 2 })
    await engines.stop()
  })

  it('move to other ports where theirs are taken, and are a working replica set there', async () => {
    const before = await start()
    await before.stop()
    const taken = Number(new URL(before.databaseUri).port)
    const stranger = createServer((socket) => socket.destroy())
    stranger.listen(taken, '127.0.0.1')
    await once(stranger, 'listening')
    const after = await start()
    expect(after.databaseUri).not.toBe(before.databaseUri)
    await writeBoth(after)
    await after.stop()
    await new Promise((done) => stranger.close(done))
  })
})
