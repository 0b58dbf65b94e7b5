import type { ClientSession } from 'mongodb'

import { fromDocumentId } from '@/ledger/documentId'
import { type StreamId, toSortableId } from '@/ledger/streamId'
import { parseInstant } from '@/ledger/values'
import { applicationTypes } from '@/projections/applications'
import type { Moment } from '@/projections/analytics/talk'

import { type ArchivedEntry, archiveOf, type Store } from '../store'

type Row = Pick<ArchivedEntry, '_id' | 'cid' | 'applicationId' | 'typ' | 'tsp'>

/** What the numbers need of an entry; most of it is what was said, and stays where it is. */
const projection = { cid: 1, applicationId: 1, typ: 1, tsp: 1 } as const

/**
 * The events of some conversations, one conversation after the other, each in the order of the
 * ledger; those without any are left out.
 * @param ids document ids
 */
export async function* readConversationMoments(
  store: Store,
  session: ClientSession,
  ids: readonly string[],
): AsyncGenerator<{ conversationId: string; moments: Moment[] }> {
  if (ids.length === 0) return
  const cursor = archiveOf(store).find<Row>(
    { cid: { $in: ids.map(fromDocumentId) }, disposition: 'applied' },
    { sort: { cid: 1, _id: 1 }, projection, session, batchSize },
  )
  let conversationId: string | undefined
  let moments: Moment[] = []
  for await (const { cid, tsp, typ } of cursor) {
    if (cid !== conversationId && conversationId !== undefined) {
      yield { conversationId, moments }
      moments = []
    }
    conversationId = cid!
    moments.push({ type: typ!, at: toInstant(tsp) })
  }
  if (conversationId !== undefined) yield { conversationId, moments }
}

/**
 * When each of some applications began: the time of its earliest event by time.
 * @param ids document ids
 * @returns by business id; nothing of those that were only named
 */
export const readBeginnings = async (
  store: Store,
  session: ClientSession,
  ids: readonly string[],
): Promise<Map<string, Date>> => {
  const beginnings = new Map<string, Date>()
  if (ids.length === 0) return beginnings
  const cursor = archiveOf(store).find<Row>(
    {
      applicationId: { $in: ids.map(fromDocumentId) },
      typ: { $in: [...applicationTypes] },
      disposition: 'applied',
    },
    { projection, session, batchSize },
  )
  for await (const { applicationId, tsp } of cursor) {
    const at = toInstant(tsp)
    const known = beginnings.get(applicationId!)
    if (!known || at < known) beginnings.set(applicationId!, at)
  }
  return beginnings
}

/** The times of some events. */
export const readTimes = async (
  store: Store,
  session: ClientSession,
  ids: readonly StreamId[],
): Promise<Map<StreamId, Date>> => {
  if (ids.length === 0) return new Map()
  const rows = await archiveOf(store)
    .find({ _id: { $in: ids.map(toSortableId) } }, { projection: { streamId: 1, tsp: 1 }, session })
    .toArray()
  return new Map(rows.map(({ streamId, tsp }) => [streamId, toInstant(tsp)]))
}

const batchSize = 500

/** What was applied has a time. */
const toInstant = (tsp: string | undefined): Date => parseInstant(tsp ?? '')!
