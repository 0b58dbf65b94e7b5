import type { ConversationLinks, FeedEntry } from './feedEntry'

/** Which changes a client wants. A filter may learn from what it sees: one for each client. */
export type Filter = (entry: FeedEntry) => boolean

export interface FilterOptions {
  /** Ids under which the wanted conversation may be known; its own changes, and what it links to. */
  conversation?: { ids: readonly string[]; links?: ConversationLinks }
  /** The wanted collections; all of them where none is named. */
  collections?: readonly string[]
}

/** @see Filter */
export const createFilter = ({ collections, conversation }: FilterOptions): Filter => {
  const isWantedCollection = collections ? new Set(collections) : undefined
  const concerns = conversation ? createConversationFilter(conversation) : () => true
  return (entry) => {
    // The links are learned even where conversations themselves are not asked for.
    const isConcerned = entry.collection !== '' && concerns(entry)
    return isConcerned && (isWantedCollection?.has(entry.collection) ?? true)
  }
}

const createConversationFilter = ({
  ids,
  links: known,
}: NonNullable<FilterOptions['conversation']>): Filter => {
  const own = new Set(ids)
  let links = known
  return ({ collection, links: told, subject }) => {
    switch (collection) {
      case 'conversations':
        if (!own.has(subject)) return false
        if (told && told.revision >= (links?.revision ?? 0)) links = told
        return true
      case 'utterances':
        return own.has(subject)
      case 'applications':
        return subject === links?.applicationId
      case 'customers':
        return subject === links?.customerId
      default:
        return false
    }
  }
}
