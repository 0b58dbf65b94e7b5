import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { MongoClient, MongoServerError, type Document } from 'mongodb'

import type { DataFolder } from './dataFolder'
import { startLocalEngine, type StartedEngine } from './engine'
import { choosePort } from './ports'
import type { Program } from './sources/source'

/** The replica set of one that every engine started here is. */
const replicaSet = 'rs0'

/** How MongoDB is to be started. */
export interface MongoOptions {
  folder: DataFolder
  program: Program
  database: string
  port?: number | undefined
  /** Data that nobody needs tomorrow: durability is given up for speed. */
  isTemporary?: boolean
  signal?: AbortSignal | undefined
  onEnd: (reason: string) => void
}

/** Starts `mongod` as a replica set of one, on the loopback address, with bounded memory. */
export const startMongo = async (options: MongoOptions): Promise<StartedEngine> => {
  const { database, folder, isTemporary = false, onEnd, program, signal } = options
  const port = await choosePort(options.port)
  const dataPath = join(folder.path, 'mongodb')
  await mkdir(dataPath, { recursive: true, mode: 0o700 })
  const logFile = join(folder.logs, 'mongodb.log')
  await startLocalEngine({
    engine: 'mongodb',
    folder,
    program,
    logFile,
    signal,
    onEnd,
    args: [
      ...['--dbpath', dataPath, '--port', String(port), '--bind_ip', '127.0.0.1'],
      ...['--replSet', replicaSet, '--oplogSize', isTemporary ? '128' : '512'],
      ...['--wiredTigerCacheSizeGB', isTemporary ? '0.5' : '1', '--nounixsocket', '--quiet'],
      // A lone primary has nobody to hand over to: stop at once instead of after 15 s.
      ...['--setParameter', 'shutdownTimeoutMillisForSignaledShutdown=0'],
      ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
    ],
    check: () => ensurePrimary({ port, isTemporary }),
  })
  return {
    port,
    uri: `mongodb://127.0.0.1:${port}/${database}?replicaSet=${replicaSet}`,
    describe: `${program.version} ${program.origin}, 127.0.0.1:${port}`,
  }
}

/** Makes the server the primary of its set, under its present port. Throws until it is. */
const ensurePrimary = async (options: { port: number; isTemporary: boolean }): Promise<void> => {
  const client = new MongoClient(`mongodb://127.0.0.1:${options.port}/?directConnection=true`, {
    serverSelectionTimeoutMS: 1_000,
    connectTimeoutMS: 1_000,
  })
  try {
    const admin = client.db('admin')
    const host = `127.0.0.1:${options.port}`
    const config = await currentConfig((command) => admin.command(command))
    if (!config)
      await admin.command({
        replSetInitiate: {
          _id: replicaSet,
          members: [{ _id: 0, host }],
          settings: { electionTimeoutMillis: 1_000 },
          writeConcernMajorityJournalDefault: !options.isTemporary,
        },
      })
    else if (config.members[0]?.host !== host)
      await admin.command({
        replSetReconfig: {
          ...config,
          version: config.version + 1,
          members: [{ ...config.members[0], host }],
        },
        force: true,
      })
    const { isWritablePrimary } = await admin.command({ hello: 1 })
    if (!isWritablePrimary) throw new Error('it is not the primary yet')
  } finally {
    await client.close()
  }
}

interface ReplicaSetConfig extends Document {
  version: number
  members: { host: string }[]
}

const notYetInitialized = 94

const currentConfig = async (
  command: (command: Document) => Promise<Document>,
): Promise<ReplicaSetConfig | undefined> => {
  try {
    return (await command({ replSetGetConfig: 1 })).config
  } catch (error) {
    if (error instanceof MongoServerError && error.code === notYetInitialized) return undefined
    throw error
  }
}
