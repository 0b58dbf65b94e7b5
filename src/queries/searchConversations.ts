import type { Db, Filter } from 'mongodb'

import type { ConversationDocument } from '@/projections/documents'

import { toCards, type ConversationCard } from './cards'
import { fromCursor, toCursor, type SearchSort } from './cursor'
import { maximumReadMs } from './database'
import { toSearchFilter } from './searchFilter'

/** The largest page of a search. */
export const maximumSearchPage = 50

export interface SearchOptions {
  database: Db
  /** Words, each of which must begin a search term of the conversation; none lists the newest. */
  text: string
  /** From 1 to `maximumSearchPage`. */
  limit: number
  sort: SearchSort
  /** Where the page before ended, as it told. */
  cursor?: string
}

/** One page of conversations, newest first. */
export interface SearchPage {
  docs: ConversationCard[]
  nextCursor: string | null
}

/**
 * Finds conversations by what their search terms begin with (contract: search).
 * @throws {InvalidCursor} where the cursor is none that this search gave
 */
export const searchConversations = async ({
  cursor,
  database,
  limit,
  sort,
  text,
}: SearchOptions): Promise<SearchPage> => {
  const field = fields[sort]
  const filters: Filter<ConversationDocument>[] = [toSearchFilter(text)]
  if (cursor !== undefined) filters.push(after(field, fromCursor(cursor, sort)))
  const found = await database
    .collection<ConversationDocument>('conversations')
    .find(
      { $and: filters },
      { projection: { ledger: 0, searchTerms: 0 }, maxTimeMS: maximumReadMs },
    )
    .sort({ [field]: -1, _id: -1 })
    .limit(limit + 1)
    .toArray()
  const page = found.slice(0, limit)
  const last = page.at(-1)
  return {
    docs: await toCards(database, page),
    nextCursor:
      found.length > limit && last ? toCursor({ sort, at: last[field], id: last._id }) : null,
  }
}

const fields = { started: 'startedAt', updated: 'updatedAt' } as const

const after = (
  field: 'startedAt' | 'updatedAt',
  { at, id }: { at: Date; id: string },
): Filter<ConversationDocument> => ({
  [field]: { $lte: at },
  $or: [{ [field]: { $lt: at } }, { _id: { $lt: id } }],
})
