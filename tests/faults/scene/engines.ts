import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'

import { choosePort } from '@/engines/ports'

import { engineUris } from '../../support/engines'
import { openProxy, type Proxy } from '../../support/proxy'

/** An engine of a test's own, which it may kill, stop and start again, behind a network of its own. */
export interface FragileEngine {
  /** Where clients find it: behind the proxy. */
  uri: string
  /** Where whoever plays the fault finds it, whatever the network does. */
  directUri: string
  network: Proxy
  signal: (signal: NodeJS.Signals) => void
  /** Ends it with SIGKILL and waits until it is gone. */
  kill: () => Promise<void>
  /** Starts it again over the same data, or over none. */
  restart: (options?: { isEmpty?: boolean }) => Promise<void>
  /** Removes it with its data. */
  close: () => Promise<void>
}

/** A Redis that writes every command to disk, run from the program that the runner found. */
export const openFragileRedis = async (): Promise<FragileEngine> => {
  const given = new Redis(engineUris().redisUrl)
  const info = await given.info('server')
  const program = programOf(/process_id:(\d+)/.exec(info)?.[1], 'redis-server')
  given.disconnect()
  const port = await choosePort()
  const network = await openProxy({ hostname: '127.0.0.1', port: String(port) })
  return open({
    name: 'redis-server',
    program,
    network,
    uri: `redis://127.0.0.1:${network.port}`,
    directUri: `redis://127.0.0.1:${port}`,
    args: (folder) => [
      ...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
      ...['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''],
    ],
    untilReady: async () => {
      const redis = new Redis(port, { maxRetriesPerRequest: 100 })
      redis.on('error', () => undefined)
      await redis.ping()
      redis.disconnect()
    },
  })
}

/** A MongoDB replica set of one that can be told to fail, run from the program that the runner found. */
export const openFragileMongo = async (): Promise<FragileEngine> => {
  const given = await MongoClient.connect(engineUris().databaseUri)
  const { pid } = await given.db('admin').command({ serverStatus: 1 })
  const program = programOf(Number(pid), 'mongod')
  await given.close()
  const port = await choosePort()
  const network = await openProxy({ hostname: '127.0.0.1', port: String(port) })
  // Drivers connect to the address that the set names: the one behind which the network is bad.
  const host = `127.0.0.1:${network.port}`
  const directUri = `mongodb://127.0.0.1:${port}/?directConnection=true`
  return open({
    name: 'mongod',
    program,
    network,
    uri: `mongodb://${host}/?replicaSet=faults`,
    directUri,
    args: (folder) => [
      ...['--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', 'faults'],
      ...['--dbpath', folder, '--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '64', '--quiet'],
      ...['--nounixsocket', '--setParameter', 'enableTestCommands=1'],
      ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    ],
    untilReady: async () => {
      const client = await MongoClient.connect(directUri)
      await client
        .db('admin')
        .command({
          replSetInitiate: {
            _id: 'faults',
            members: [{ _id: 0, host }],
            settings: { electionTimeoutMillis: 500 },
          },
        })
        .catch((error: { codeName?: string }) => {
          if (error.codeName !== 'AlreadyInitialized') throw error
        })
      while (!(await client.db('admin').command({ hello: 1 })).isWritablePrimary) await delay(50)
      await client.close()
    },
  })
}

const open = async ({
  args,
  name,
  program,
  untilReady,
  ...addresses
}: Pick<FragileEngine, 'directUri' | 'network' | 'uri'> & {
  name: string
  program: string
  args: (folder: string) => string[]
  untilReady: () => Promise<void>
}): Promise<FragileEngine> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'billie-fault-'))
  let child: ChildProcess | undefined
  const restart: FragileEngine['restart'] = async ({ isEmpty = false } = {}) => {
    if (isEmpty) {
      rmSync(folder, { recursive: true })
      mkdirSync(folder)
    }
    // Debian's server is one file with several names, and looks at the one it is called by.
    child = spawn(program, args(folder), { stdio: 'ignore', argv0: name })
    await untilReady()
  }
  const kill = async (): Promise<void> => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child?.once('exit', resolve))
    child.kill('SIGCONT')
    child.kill('SIGKILL')
    await gone
  }
  // Whatever ends this process, its engines end with it.
  const killAtExit = (): void => void child?.kill('SIGKILL')
  process.once('exit', killAtExit)
  await restart()
  return {
    ...addresses,
    signal: (signal) => void child?.kill(signal),
    kill,
    restart,
    close: async () => {
      await kill()
      process.off('exit', killAtExit)
      addresses.network.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The file that a running process was started from: a path that it tells itself may be relative. */
const programOf = (pid: string | number | undefined, otherwise: string): string => {
  const link = `/proc/${pid}/exe`
  return existsSync(link) ? readlinkSync(link) : otherwise
}
