import type { MongooseAdapter } from '@payloadcms/db-mongodb'
import type { Db } from 'mongodb'
import type { Payload } from 'payload'

/**
 * The database under Payload's adapter. Ask for it at every use: a development reload opens a new
 * connection.
 */
export const databaseOf = (payload: Payload): Db =>
  (payload.db as unknown as MongooseAdapter).connection.db as unknown as Db

/** No read of a screen may run longer, in milliseconds. */
export const maximumReadMs = 5_000
