// Run as a process: downloader.ts ENGINE FOLDER. The last line is the program's path, or the reason.
import { createRequire } from 'node:module'

import { setting } from '../environment'
import type { Engine } from './source'

const require = createRequire(import.meta.url)
const redisVersion = '7.2.4'

const [engine, downloadDir = ''] = process.argv.slice(2) as [Engine, string]

try {
  await checkReachable(await addressOf(engine))
  console.log(engine === 'mongodb' ? await downloadMongo() : await downloadRedis())
} catch (error) {
  console.log(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}

async function addressOf(wanted: Engine): Promise<string> {
  if (wanted === 'mongodb') {
    const {
      MongoBinaryDownloadUrl,
    } = require('mongodb-memory-server-core/lib/util/MongoBinaryDownloadUrl')
    const { DryMongoBinary } = await import('mongodb-memory-server-core')
    const options = await DryMongoBinary.generateOptions({ downloadDir })
    return new MongoBinaryDownloadUrl({ ...options, platform: process.platform }).getDownloadUrl()
  }
  const {
    default: RedisBinaryDownloadUrl,
  } = require('redis-memory-server/lib/util/RedisBinaryDownloadUrl')
  return new RedisBinaryDownloadUrl({ version: redisVersion }).getDownloadUrl()
}

/** Without a network the packages may wait for minutes: ask first, for a few seconds. */
async function checkReachable(address: string): Promise<void> {
  if (setting('HTTPS_PROXY') || setting('https_proxy')) return
  const { host } = new URL(address)
  let status: number
  try {
    const answer = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(5_000) })
    status = answer.status
  } catch {
    throw new Error(`${host} cannot be reached: check the network to use the download`)
  }
  if (status >= 400) throw new Error(`${host} answers ${status} for ${new URL(address).pathname}`)
}

async function downloadMongo(): Promise<string> {
  const { MongoBinary } = await import('mongodb-memory-server-core')
  return MongoBinary.getPath({ downloadDir })
}

async function downloadRedis(): Promise<string> {
  const { default: RedisBinary } = require('redis-memory-server/lib/util/RedisBinary')
  return RedisBinary.getPath({ downloadDir, version: redisVersion })
}
