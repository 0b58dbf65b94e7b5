import type { Db, Filter } from 'mongodb'

import type { LedgerEvent } from '@/ledger/event'
import { compareStreamIds, toSortableId, type StreamId } from '@/ledger/streamId'
import type { ProjectedDocument } from '@/projections/documents'
import { foldLedger } from '@/projections/fold'
import { toListed } from '@/projector/frames'
import { toEvent } from '@/projector/readLedger'
import type { ArchivedEntry } from '@/projector/store'

import { findConversation } from './findConversation'
import { isoDates } from './isoDates'

/** A moment: up to an event of the ledger (included), or what had happened by a time. */
export type Moment = { position: StreamId } | { time: Date }

/** The documents as lists show them, as they stood at a moment. */
export interface AsOf {
  /** Stream id of the last event in the conversation that counts. */
  position: StreamId
  conversation: Record<string, unknown>
  application: Record<string, unknown> | null
  customer: Record<string, unknown> | null
}

/**
 * Folds the archive up to a moment. A stream id goes by the ledger's order; a time goes by when
 * events happened (`tsp`), which is what screens show.
 * @returns nothing where the conversation is not known, or was not yet
 */
export const readAsOf = async ({
  at,
  database,
  id,
}: {
  database: Db
  /** Document id or business id of the conversation. */
  id: string
  at: Moment
}): Promise<AsOf | undefined> => {
  const ids = await findConversation(database, id)
  if (!ids) return undefined
  const read = (filter: Filter<ArchivedEntry>): Promise<LedgerEvent[]> =>
    readEvents({ database, filter, at })
  const own = await read({ cid: ids.conversationId })
  const position = latest(own)
  const linked = foldLedger(own).conversations.get(ids._id)
  if (!linked || position === undefined) return undefined

  const { applicationId, customerId } = latestLinks(own)
  const events = new Map<StreamId, LedgerEvent>()
  const related = [
    ...(applicationId === undefined ? [] : await read({ applicationId })),
    ...(customerId === undefined ? [] : await read({ customerId })),
  ]
  for (const event of [...own, ...related]) events.set(event.id, event)
  const state = foldLedger(events.values())
  const show = (collection: string, document: ProjectedDocument | undefined) =>
    document ? (isoDates(toListed(collection, document)) as Record<string, unknown>) : null
  return {
    position,
    conversation: show('conversations', state.conversations.get(ids._id))!,
    application: show('applications', state.applications.get(linked.applicationId ?? '')),
    customer: show('customers', state.customers.get(linked.customerId ?? '')),
  }
}

/** Folding is work: no more than this many events, and no longer than this. */
const maximumEvents = 200_000
const maximumFoldReadMs = 10_000

const readEvents = async ({
  at,
  database,
  filter,
}: {
  database: Db
  filter: Filter<ArchivedEntry>
  at: Moment
}): Promise<LedgerEvent[]> => {
  const entries = database.collection<ArchivedEntry>('ledger-events').find(
    {
      ...filter,
      disposition: 'applied',
      ...('position' in at && { _id: { $lte: toSortableId(at.position) } }),
    },
    { maxTimeMS: maximumFoldReadMs, limit: maximumEvents },
  )
  const events: LedgerEvent[] = []
  for await (const entry of entries) {
    const event = toEvent(entry)
    if (event && ('position' in at || event.occurredAt <= at.time)) events.push(event)
  }
  return events
}

/** The business ids that the conversation links to: of each kind, the latest one told. */
const latestLinks = (
  events: readonly LedgerEvent[],
): { applicationId?: string; customerId?: string } => {
  const links: { applicationId?: string; customerId?: string } = {}
  for (const { applicationId, customerId } of inOrder(events)) {
    if (applicationId !== undefined) links.applicationId = applicationId
    if (customerId !== undefined) links.customerId = customerId
  }
  return links
}

const latest = (events: readonly LedgerEvent[]): StreamId | undefined => inOrder(events).at(-1)?.id

const inOrder = (events: readonly LedgerEvent[]): LedgerEvent[] =>
  [...events].sort((left, right) => compareStreamIds(left.id, right.id))
