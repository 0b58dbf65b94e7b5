import type { Db } from 'mongodb'

import { archiveName, deadLettersName } from './store'

/**
 * The indexes that projecting itself needs, whatever else the collections have. Creating one that
 * exists is a no-op.
 */
export const ensureIndexes = async (db: Db): Promise<void> => {
  const archive = db.collection(archiveName)
  await archive.createIndex({ cid: 1, _id: 1 })
  await archive.createIndex({ applicationId: 1, customerId: 1, _id: -1 })
  await archive.createIndex({ customerId: 1, _id: 1 })
  await db.collection('conversations').createIndex({ customerId: 1 })
  await db.collection(deadLettersName).createIndex({ cid: 1, status: 1 })
}
