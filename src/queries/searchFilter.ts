import type { Filter } from 'mongodb'

import { toSearchWords } from '@/ledger/searchTerms'
import type { ConversationDocument } from '@/projections/documents'

/**
 * The conversations that a search means: each of its words begins one of the conversation's
 * search terms. Anchored and case-sensitive, so that the index on `searchTerms` serves it.
 */
export const toSearchFilter = (text: string): Filter<ConversationDocument> => {
  const words = toSearchWords(text)
  if (words.length === 0) return {}
  return { $and: words.map((word) => ({ searchTerms: { $regex: `^${escapePattern(word)}` } })) }
}

const escapePattern = (text: string): string =>
  text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replace(/\0/g, '\\x00')
