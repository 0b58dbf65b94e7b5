import { MongoClient } from 'mongodb'

import { archiveName } from '../../projector/store'

/** Whether nothing was ever archived in a database. */
export const isArchiveEmpty = async (databaseUri: string): Promise<boolean> => {
  const client = new MongoClient(databaseUri)
  try {
    const found = await client
      .db()
      .collection(archiveName)
      .findOne({}, { projection: { _id: 1 } })
    return found === null
  } finally {
    await client.close()
  }
}
