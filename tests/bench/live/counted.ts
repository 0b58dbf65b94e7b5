import { MongoClient } from 'mongodb'

import { catchUp } from '@/projector/analytics/catchUp'

const timeoutMs = 300_000

/** Waits until the numbers of the business are of everything: what came before is not the load. */
export const untilCounted = async (databaseUri: string): Promise<void> => {
  const client = await MongoClient.connect(databaseUri)
  try {
    const store = { client, db: client.db() }
    if (!(await catchUp(store, timeoutMs))) throw new Error('The numbers stay behind')
  } finally {
    await client.close()
  }
}
