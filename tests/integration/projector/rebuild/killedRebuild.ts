import { MongoClient } from 'mongodb'

import { rebuildProjections } from '@/projector/rebuild'
import { projectionNames } from '@/projector/rebuild/shadows'

import { quietLogger } from '../../../support/engines'

/**
 * A rebuild that kills itself with SIGKILL when it sends its n-th command to MongoDB, or, where none
 * is named, tells how many it took: run as a process of its own.
 */
const { DATABASE_NAME = '', DATABASE_URI = '', FAULT_COMMAND = '' } = process.env

const client = await MongoClient.connect(DATABASE_URI, {
  appName: 'killed-rebuild',
  monitorCommands: true,
})
let commands = 0
client.on('commandStarted', () => {
  commands += 1
  if (String(commands) === FAULT_COMMAND) process.kill(process.pid, 'SIGKILL')
})
const { outcome } = await rebuildProjections(
  {
    store: () => ({ client, db: client.db(DATABASE_NAME) }),
    publish: async () => undefined,
    resync: async () => undefined,
    logger: quietLogger,
    signal: new AbortController().signal,
  },
  { names: [...projectionNames], startedBy: 'operator', decide: async () => true },
)
console.log(JSON.stringify({ commands, outcome }))
await client.close()
