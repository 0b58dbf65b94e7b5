import { type ConversationLinks, type FeedEntry, isPortalCollection } from './feedEntry'

/** What decides whether a change is wanted; not the frame itself. */
export type RoutedEntry = Omit<FeedEntry, 'frame'>

/** Which changes a client wants. */
export interface Filter {
  /** May learn from what it is asked: each entry once, in order. */
  wants: (entry: RoutedEntry) => boolean
  /** What the client is sent instead of the message of an entry that it wants. */
  show?: (entry: RoutedEntry & { message: Uint8Array }) => Uint8Array
  /** Filters that share this name want the same, whoever asks and when; absent for one that learns. */
  sharedAs?: string
}

export interface FilterOptions {
  /** Ids under which the wanted conversation may be known; its own changes, and what it links to. */
  conversation?: { ids: readonly string[]; links?: ConversationLinks }
  /** The wanted collections; all that supervisors' screens show where none is named. */
  collections?: readonly string[]
}

/** @see Filter */
export const createFilter = ({ collections, conversation }: FilterOptions): Filter => {
  const wanted = collections && new Set(collections)
  const isWantedCollection = (name: string): boolean =>
    wanted?.has(name) ?? !isPortalCollection(name)
  if (!conversation)
    return {
      wants: ({ collection }) => collection !== '' && isWantedCollection(collection),
      sharedAs: wanted ? [...wanted].sort().join() : '*',
    }
  const concerns = createConversationFilter(conversation)
  return {
    wants: (entry) => {
      // The links are learned even where conversations themselves are not asked for.
      const isConcerned = entry.collection !== '' && concerns(entry)
      return isConcerned && isWantedCollection(entry.collection)
    },
  }
}

const createConversationFilter = ({
  ids,
  links: known,
}: NonNullable<FilterOptions['conversation']>): ((entry: RoutedEntry) => boolean) => {
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
