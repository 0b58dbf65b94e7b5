import type { MongooseAdapter } from '@payloadcms/db-mongodb'
import type { ClientSession } from 'mongodb'
import type { PayloadRequest } from 'payload'

/** The transaction that a request writes in, where it has one. */
export const sessionOf = async (req: PayloadRequest): Promise<ClientSession | undefined> => {
  const { sessions } = req.payload.db as unknown as MongooseAdapter
  return sessions[String(await req.transactionID)] as ClientSession | undefined
}
