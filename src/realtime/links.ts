import type { Db } from 'mongodb'

import type { ConversationDocument } from '@/projections/documents'

import type { ConversationLinks } from './feedEntry'

/** What a conversation links to now; nothing where it is not known yet. */
export const readLinks = async (
  database: Db,
  ids: readonly string[],
): Promise<ConversationLinks | undefined> => {
  const found = await database
    .collection<ConversationDocument>('conversations')
    .findOne(
      { _id: { $in: [...ids] } },
      { projection: { applicationId: 1, customerId: 1, revision: 1 }, maxTimeMS: 5_000 },
    )
  if (!found) return undefined
  const { applicationId, customerId, revision } = found
  return {
    revision,
    ...(applicationId !== undefined && { applicationId }),
    ...(customerId !== undefined && { customerId }),
  }
}
