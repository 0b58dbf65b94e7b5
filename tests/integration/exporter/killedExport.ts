import fs from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'

import { MongoClient } from 'mongodb'

/**
 * An export to files that kills itself with SIGKILL right before or right after its n-th step, or,
 * where none is named, tells how many it took: run as a process of its own. A step is a write to
 * the archive's witness or anything that changes the directory.
 */
const { DATABASE_NAME = '', DATABASE_URI = '', EXPORT_DIR = '', FAULT_STEP = '' } = process.env

let steps = 0
const step = async <T>(work: () => Promise<T>): Promise<T> => {
  steps += 1
  if (FAULT_STEP === `before ${steps}`) process.kill(process.pid, 'SIGKILL')
  const result = await work()
  if (FAULT_STEP === `after ${steps}`) process.kill(process.pid, 'SIGKILL')
  return result
}

for (const name of ['mkdir', 'rename', 'rm', 'writeFile'] as const) {
  const real = fs[name] as (...parameters: unknown[]) => Promise<unknown>
  Object.assign(fs, { [name]: (...parameters: unknown[]) => step(() => real(...parameters)) })
}
const probe = await fs.open(import.meta.filename, 'r')
const handles = Object.getPrototypeOf(probe)
await probe.close()
for (const name of ['sync', 'writeFile'] as const) {
  const real = handles[name]
  handles[name] = function (...parameters: unknown[]) {
    return step(() => real.apply(this, parameters))
  }
}
syncBuiltinESMExports()

const { exportArchive } = await import('@/exporter/exportArchive')
const { createFilesSink } = await import('@/exporter/files/filesSink')
const client = await MongoClient.connect(DATABASE_URI, { monitorCommands: true })
client.on('commandStarted', ({ commandName }) => {
  if (commandName === 'update') void step(async () => undefined)
})
const { rows } = await exportArchive({
  store: { client, db: client.db(DATABASE_NAME) },
  sink: createFilesSink({ directory: EXPORT_DIR, compression: 'gzip' }),
  signal: new AbortController().signal,
})
console.log(JSON.stringify({ rows, steps }))
await client.close()
