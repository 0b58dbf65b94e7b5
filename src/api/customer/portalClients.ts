import { createHmac } from 'node:crypto'

import { ObjectId, type Db } from 'mongodb'

import { maximumReadMs } from '@/queries/database'
import { readAll } from '@/queries/readAll'

/** A server of the customer portal that showed its API key. */
export interface PortalClient {
  id: string
  apiKeyIndex: string
}

/**
 * The portal client that an API key belongs to. Keys are stored encrypted, beside an index that is
 * worked out of the key (as Payload does it); it is asked for at every request, so that a key that
 * was taken away ends at once.
 */
export const findPortalClient = async (
  database: Db,
  { apiKey, secret }: { apiKey: string; secret: string },
): Promise<PortalClient | undefined> => {
  const apiKeyIndex = createHmac('sha256', secret).update(apiKey).digest('hex')
  const [found] = await readAll(database.collection('portal-clients'), {
    filter: { apiKeyIndex, enableAPIKey: true },
    projection: { _id: 1 },
    limit: 1,
    maxTimeMS: maximumReadMs,
  })
  return found ? { id: String(found._id), apiKeyIndex } : undefined
}

/** One client with one key, as `findPresentClients` answers. */
export const toClientKey = ({ apiKeyIndex = '', id }: Partial<PortalClient>): string =>
  `${id} ${apiKeyIndex}`

/** Those of some portal clients whose keys still hold, by `toClientKey`. */
export const findPresentClients = async (
  database: Db,
  clients: readonly PortalClient[],
): Promise<Set<string>> => {
  const found = await database
    .collection('portal-clients')
    .find(
      {
        _id: {
          $in: clients
            .map(({ id }) => id)
            .filter(ObjectId.isValid)
            .map(toObjectId),
        },
        enableAPIKey: true,
      },
      { projection: { apiKeyIndex: 1 }, maxTimeMS: maximumReadMs },
    )
    .toArray()
  return new Set(found.map(({ _id, apiKeyIndex }) => toClientKey({ id: String(_id), apiKeyIndex })))
}

const toObjectId = (id: string): ObjectId => new ObjectId(id)
