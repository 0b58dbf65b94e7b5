import type { Where } from 'payload'

import { isStreamId, toSortableId } from '@/ledger/streamId'
import { databaseOf } from '@/queries/database'
import { searchIds, type SearchableCollection } from '@/queries/searchIds'

import type { ToFilter } from './searchByIndex'

const maximumMatches = 500

/** Beginnings of names, numbers, ids and e-mail addresses, as the board's search finds them. */
export const bySearchTerms =
  (collection: SearchableCollection): ToFilter =>
  async (text, payload) => {
    const database = databaseOf(payload)
    return { id: { in: await searchIds({ collection, database, limit: maximumMatches, text }) } }
  }

/** A whole stream id, or a whole value of one of the fields. */
export const byExactValue =
  (fields: readonly string[]): ToFilter =>
  (text) => {
    const value = text.trim()
    const byField: Where[] = fields.map((field) => ({ [field]: { equals: value } }))
    return {
      or: isStreamId(value) ? [{ id: { equals: toSortableId(value) } }, ...byField] : byField,
    }
  }
