import type { Db } from 'mongodb'

import type { StreamId } from '@/ledger/streamId'

import { findConversation } from './findConversation'
import { readUtterances, type UtteranceRange, type UtteranceView } from './readUtterances'

/** The largest page of a transcript. */
export const maximumTranscriptPage = 200

/** A page of a transcript, oldest first. */
export interface TranscriptPage {
  docs: UtteranceView[]
  hasBefore: boolean
  hasAfter: boolean
}

export interface TranscriptOptions {
  database: Db
  /** Document id or business id of the conversation. */
  id: string
  /** Exclusive stream ids; with neither, the page is the newest. */
  after?: StreamId
  before?: StreamId
  /** From 1 to `maximumTranscriptPage`. */
  limit: number
}

/**
 * A page of what was said. With `after` it begins right after that id, else it ends right before
 * `before`, or at the end.
 * @returns nothing where the conversation is not known
 */
export const readTranscript = async ({
  after,
  before,
  database,
  id,
  limit,
}: TranscriptOptions): Promise<TranscriptPage | undefined> => {
  const conversation = await findConversation(database, id)
  if (!conversation) return undefined
  const from = after === undefined ? 'newest' : 'oldest'
  const { conversationId } = conversation
  const docs = await readUtterances({
    database,
    conversationId,
    from,
    limit,
    ...(after !== undefined && { after }),
    ...(before !== undefined && { before }),
  })
  const exists = async (range: Partial<UtteranceRange>): Promise<boolean> => {
    const some = await readUtterances({
      database,
      conversationId,
      from: 'newest',
      limit: 1,
      ...range,
    })
    return some.length > 0
  }
  const first = docs[0]?.id
  const last = docs.at(-1)?.id
  // An empty page stands beside its own bound.
  if (first === undefined || last === undefined)
    return {
      docs,
      hasBefore: after !== undefined && (await exists({ before: after, isInclusive: true })),
      hasAfter: before !== undefined && (await exists({ after: before, isInclusive: true })),
    }
  return {
    docs,
    hasBefore: await exists({ before: first }),
    hasAfter: await exists({ after: last }),
  }
}
