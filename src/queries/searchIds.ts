import type { Db, Document, Filter } from 'mongodb'

import { toDocumentId } from '@/ledger/documentId'
import type { ConversationDocument } from '@/projections/documents'

import { maximumReadMs } from './database'
import { toSearchFilter } from './searchFilter'

/** The collections whose lists can be searched. */
export type SearchableCollection = 'applications' | 'conversations' | 'customers'

/**
 * The documents of a list that a search means, newest conversation first: those whose
 * conversation it finds, and the one that it names exactly. Every step is served by an index.
 * @returns at most `limit` document ids
 */
export const searchIds = async ({
  collection,
  database,
  limit,
  text,
}: {
  collection: SearchableCollection
  database: Db
  limit: number
  text: string
}): Promise<string[]> => {
  const link = links[collection]
  const found = await database
    .collection<ConversationDocument>('conversations')
    .find(toSearchFilter(text), { projection: { [link]: 1 }, maxTimeMS: maximumReadMs })
    .sort({ startedAt: -1, _id: -1 })
    .limit(limit)
    .toArray()
  const linked = found.map((conversation) => conversation[link]).filter((id) => id !== undefined)
  const named = await database
    .collection<{ _id: string }>(collection)
    .find(toExactFilter(collection, text.trim().slice(0, 512)), {
      projection: { _id: 1 },
      maxTimeMS: maximumReadMs,
    })
    .limit(limit)
    .toArray()
  return [...new Set([...named.map(({ _id }) => _id), ...linked])].slice(0, limit)
}

const links = {
  applications: 'applicationId',
  conversations: '_id',
  customers: 'customerId',
} as const satisfies Record<SearchableCollection, keyof ConversationDocument>

const exactFields = {
  applications: ['applicationNumber'],
  conversations: ['applicationNumber'],
  customers: ['fullName', 'emailAddress'],
} as const satisfies Record<SearchableCollection, string[]>

const toExactFilter = (
  collection: SearchableCollection,
  text: string,
): Filter<{ _id: string } & Document> => ({
  $or: [
    { _id: { $in: [text, toDocumentId(text)] } },
    ...exactFields[collection].map((field) => ({ [field]: text })),
  ],
})
