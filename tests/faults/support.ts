import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

import { Redis } from 'ioredis'
import { MongoClient } from 'mongodb'

import { choosePort } from '@/engines/ports'

import { engineUris } from '../support/engines'

/** An engine of a test's own, which it may kill, stop and start again. */
export interface FragileEngine {
  uri: string
  signal: (signal: NodeJS.Signals) => void
  /** Ends it with SIGKILL and waits until it is gone. */
  kill: () => Promise<void>
  /** Starts it again over the same data. */
  restart: () => Promise<void>
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
  const uri = `redis://127.0.0.1:${port}`
  return open('redis-server', uri, program, (folder) => ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes', '--appendfsync', 'always', '--save', ''], async () => {
    const redis = new Redis(uri, { maxRetriesPerRequest: 100 })
    await redis.ping()
    redis.disconnect()
  }) // prettier-ignore
}

/** A MongoDB replica set of one, run from the program that the runner found. */
export const openFragileMongo = async (): Promise<FragileEngine> => {
  const given = await MongoClient.connect(engineUris().databaseUri)
  const { pid } = await given.db('admin').command({ serverStatus: 1 })
  const program = programOf(Number(pid), 'mongod')
  await given.close()
  const port = await choosePort()
  const host = `127.0.0.1:${port}`
  return open('mongod', `mongodb://${host}/faults?replicaSet=faults`, program, (folder) => ['--port', String(port), '--bind_ip', '127.0.0.1', '--replSet', 'faults', '--dbpath', folder, '--wiredTigerCacheSizeGB', '0.25', '--quiet'], async () => {
    const client = await MongoClient.connect(`mongodb://${host}/?directConnection=true`)
    await client
      .db('admin')
      .command({ replSetInitiate: { _id: 'faults', members: [{ _id: 0, host }] } })
      .catch((error: { codeName?: string }) => {
        if (error.codeName !== 'AlreadyInitialized') throw error
      })
    while (!(await client.db('admin').command({ hello: 1 })).isWritablePrimary) await delay(50)
    await client.close()
  }) // prettier-ignore
}

const open = async (
  name: string,
  uri: string,
  program: string,
  args: (folder: string) => string[],
  untilReady: () => Promise<void>,
): Promise<FragileEngine> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'billie-fault-'))
  let child: ChildProcess
  const restart = async (): Promise<void> => {
    // Debian's server is one file with several names, and looks at the one it is called by.
    child = spawn(program, args(folder), { stdio: 'ignore', argv0: name })
    await untilReady()
  }
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGCONT')
    child.kill('SIGKILL')
    await gone
  }
  await restart()
  return {
    uri,
    signal: (signal) => void child.kill(signal),
    kill,
    restart,
    close: async () => {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The file that a running process was started from: a path that it tells itself may be relative. */
const programOf = (pid: string | number | undefined, otherwise: string): string => {
  const link = `/proc/${pid}/exe`
  return existsSync(link) ? readlinkSync(link) : otherwise
}
