import type { MongooseAdapter } from '@payloadcms/db-mongodb'
import type { Payload } from 'payload'

import type { Store } from '@/projector/store'

/** The driver under Payload's adapter; ask for it at every use, because development reconnects. */
export const storeOf = (payload: Payload): Store => {
  const { connection } = payload.db as unknown as MongooseAdapter
  return { client: connection.getClient() as never, db: connection.db as never }
}
