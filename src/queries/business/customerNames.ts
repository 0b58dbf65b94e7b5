import type { Db } from 'mongodb'

import type { ConversationDocument } from '@/projections/documents'

import { maximumReadMs } from '../database'

/**
 * The present names of the customers of some conversations, by conversation. They are no part of the
 * numbers: any other conversation may tell another name.
 */
export const readCustomerNames = async (
  database: Db,
  conversations: readonly { _id: string }[],
): Promise<Map<string, string>> => {
  const found = await database
    .collection<ConversationDocument>('conversations')
    .find(
      { _id: { $in: conversations.map(({ _id }) => _id) } },
      { projection: { customerName: 1 }, maxTimeMS: maximumReadMs },
    )
    .toArray()
  return new Map(
    found.flatMap(({ _id, customerName }) =>
      customerName === undefined ? [] : [[_id, customerName] as const],
    ),
  )
}
