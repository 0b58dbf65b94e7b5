import type { CollectionAfterReadHook, PayloadRequest } from 'payload'

import { databaseOf } from '@/queries/database'
import { readUtterances, type UtteranceView } from '@/queries/readUtterances'

/** More than any conversation has; the newest are shown. */
export const maximumUtterances = 20_000

/**
 * Fills `utterances` from the archive where one conversation is read over REST or GraphQL.
 * Lists, populated relationships and the admin panel's own form never load them. Code of our own
 * asks with `context: { withUtterances: true }`.
 */
export const fillUtterances: CollectionAfterReadHook = async ({ doc, findMany, req }) => {
  // Payload has made it an empty list by now, unless a `select` left it out.
  const isWanted = doc.utterances !== undefined && !findMany && isAskedFor(req)
  if (!isWanted) {
    delete doc.utterances
    return doc
  }
  const read = (): Promise<UtteranceView[]> =>
    readUtterances({
      database: databaseOf(req.payload),
      conversationId: doc.conversationId as string,
      from: 'newest',
      limit: maximumUtterances,
    })
  // GraphQL calls a function only where the query selects the field.
  return { ...doc, utterances: req.payloadAPI === 'GraphQL' ? read : await read() }
}

const isAskedFor = (req: PayloadRequest): boolean =>
  req.payloadAPI !== 'local' || req.context.withUtterances === true
