// Waits for the launcher's end (its pipe closes however it ends, kill -9 included) and then stops
// what it left running. Started as: guard.mjs RECORD OWNER [--remove FOLDER]
import { readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { stopInOrder } from './processes.mjs'

const [recordFile, owner, , folderToRemove] = process.argv.slice(2)

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => undefined)

process.stdin.resume()
process.stdin.on('error', () => undefined)
process.stdin.on('close', async () => {
  const record = readRecord()
  // Another owner means that the next start has already taken over, or that all ended in order.
  if (record?.owner.identity !== owner) return
  // Whoever reads it must not be sent to an app that ends now.
  rmSync(join(dirname(recordFile), 'demo.json'), { force: true })
  await stopInOrder(record.processes)
  if (folderToRemove) rmSync(folderToRemove, { recursive: true, force: true })
  else if (readRecord()?.owner.identity === owner) rmSync(recordFile, { force: true })
})

function readRecord() {
  try {
    return JSON.parse(readFileSync(recordFile, 'utf8'))
  } catch {
    return undefined
  }
}
