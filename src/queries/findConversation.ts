import type { Db } from 'mongodb'

import { toDocumentId } from '@/ledger/documentId'
import type { ConversationDocument } from '@/projections/documents'

import { maximumReadMs } from './database'

/** The ids of one conversation. */
export type ConversationIds = Pick<ConversationDocument, '_id' | 'conversationId'>

/** Finds a conversation by its document id, else by its business id. */
export const findConversation = async (
  database: Db,
  id: string,
): Promise<ConversationIds | undefined> => {
  const candidates = [...new Set([id, toDocumentId(id)])]
  const found = await database
    .collection<ConversationDocument>('conversations')
    .find(
      { _id: { $in: candidates } },
      { projection: { conversationId: 1 }, maxTimeMS: maximumReadMs },
    )
    .toArray()
  return candidates.flatMap((candidate) => found.find(({ _id }) => _id === candidate) ?? [])[0]
}
