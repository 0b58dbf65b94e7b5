import type { Db, Filter } from 'mongodb'

import { isUtterance, utteranceTypes } from '@/ledger/event'
import { toSortableId, type StreamId } from '@/ledger/streamId'
import type { UtteranceDocument } from '@/projections/documents'
import { toUtteranceDocument } from '@/projector/frames'
import { toEvent } from '@/projector/readLedger'
import type { ArchivedEntry } from '@/projector/store'

import { maximumReadMs } from './database'

/** An utterance as JSON shows it: times are ISO 8601. */
export type UtteranceView = Omit<UtteranceDocument, 'createdAt' | 'updatedAt'> & {
  createdAt: string
  updatedAt: string
}

/** Which part of a conversation is read; `after` and `before` are exclusive. */
export interface UtteranceRange {
  database: Db
  /** The business id, as the stream writes it. */
  conversationId: string
  after?: StreamId
  before?: StreamId
  /** Counts `after` and `before` themselves too. */
  isInclusive?: boolean
  /** `oldest` reads from the beginning of the range, `newest` from its end. */
  from: 'oldest' | 'newest'
  limit: number
}

/** Utterances of one conversation from the archive, oldest first, by one indexed range. */
export const readUtterances = async ({
  after,
  before,
  conversationId,
  database,
  from,
  isInclusive = false,
  limit,
}: UtteranceRange): Promise<UtteranceView[]> => {
  const range: Filter<ArchivedEntry>['_id'] = {
    ...(after !== undefined && { [isInclusive ? '$gte' : '$gt']: toSortableId(after) }),
    ...(before !== undefined && { [isInclusive ? '$lte' : '$lt']: toSortableId(before) }),
  }
  const entries = await database
    .collection<ArchivedEntry>('ledger-events')
    .find(
      {
        cid: conversationId,
        typ: { $in: [...utteranceTypes] },
        disposition: 'applied',
        ...(Object.keys(range).length > 0 && { _id: range }),
      },
      { maxTimeMS: maximumReadMs },
    )
    .sort({ cid: 1, _id: from === 'oldest' ? 1 : -1 })
    .limit(limit)
    .toArray()
  const views = entries.flatMap(toView)
  return from === 'oldest' ? views : views.reverse()
}

const toView = (entry: ArchivedEntry): UtteranceView[] => {
  const event = toEvent(entry)
  if (!event || !isUtterance(event)) return []
  const { createdAt, updatedAt, ...utterance } = toUtteranceDocument(event)
  return [{ ...utterance, createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString() }]
}
