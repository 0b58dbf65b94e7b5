import type { Logger } from 'pino'

import { isUtterance, type LedgerEvent } from '@/ledger/event'
import { compareStreamIds, type StreamId, toSortableId } from '@/ledger/streamId'
import { applications, conversations, customerApplications, customers } from '@/projections'
import type {
  ApplicationDocument,
  ConversationDocument,
  CustomerDocument,
  ProjectedDocument,
} from '@/projections/documents'
import type { CustomerApplicationDocument } from '@/projections/portal/documents'
import type { Projection } from '@/projections/projection'

import type { AppliedBatch } from './applyBatch'
import { toFrames } from './frames'
import type { ProjectorParts } from './parts'
import { withinRedisTime } from './redisTime'
import { archiveOf, type Store } from './store'
import type { ChangedDocument } from './workingSet'

/**
 * Tells every screen what a committed batch changed. A repeat was perhaps committed by a process
 * that died before it could tell: unless the feed holds it, its documents are told again as they are
 * now (screens keep the greater revision, so that nothing is shown twice).
 */
export const publishChanges = async (
  {
    isTellingRepeats = false,
    publish,
    store,
    ...asking
  }: Pick<ProjectorParts, 'isTellingRepeats' | 'publish' | 'store'> & Asking,
  { changed, events, repeats }: AppliedBatch,
): Promise<void> => {
  const applied = isTellingRepeats ? await appliedRepeats(store(), repeats) : []
  const told = await askWhatWasTold(asking, applied)
  const repeated = applied.filter((event) => !isTold(event, told.get(event.id)))
  const frames = toFrames(events, changed, new Date())
  if (repeated.length > 0) {
    const present = {
      conversations: await readPresent<ConversationDocument>(store(), conversations, repeated),
      applications: await readPresent<ApplicationDocument>(store(), applications, repeated),
      customers: await readPresent<CustomerDocument>(store(), customers, repeated),
      'customer-applications': await readPresent<CustomerApplicationDocument>(
        store(),
        presentApplications,
        repeated,
      ),
      'customer-conversations': [],
    }
    frames.push(...toFrames(repeated, present, new Date()))
  }
  if (frames.length > 0) await publish(frames)
}

type Asking = Pick<ProjectorParts, 'findTold' | 'settings'> & { logger: Pick<Logger, 'warn'> }

/** Nothing where the feed does not say it in time: telling again harms nobody, and not telling does. */
const askWhatWasTold = async (
  { findTold, logger, settings }: Asking,
  events: readonly LedgerEvent[],
): ReturnType<NonNullable<ProjectorParts['findTold']>> => {
  if (!findTold || events.length === 0) return new Map()
  try {
    // The telling itself has to be done in the rest of the time.
    return await withinRedisTime(settings.processingTimeoutMs / 4, () =>
      findTold(events.map(({ id }) => id)),
    )
  } catch (error) {
    logger.warn({ err: error }, 'the feed does not say what was told; it is told again')
    return new Map()
  }
}

/** Whether nothing is missing of what screens are told of an event. */
const isTold = (event: LedgerEvent, collections: ReadonlySet<string> = new Set()): boolean =>
  isUtterance(event)
    ? // Told last of all.
      collections.has('utterances')
    : [conversations, applications, customers].every(
        ({ keysOf, name }) => keysOf(event).length === 0 || collections.has(name),
      )

const appliedRepeats = async (
  store: Store,
  repeats: AppliedBatch['repeats'],
): Promise<LedgerEvent[]> => {
  const events = repeats.flatMap(({ parsed }) => (parsed.kind === 'event' ? [parsed.event] : []))
  if (events.length === 0) return []
  const applied = await archiveOf(store)
    .find(
      { _id: { $in: events.map(({ id }) => toSortableId(id)) }, disposition: 'applied' },
      { projection: { streamId: 1 } },
    )
    .toArray()
  const ids = new Set(applied.map(({ streamId }) => streamId))
  return events.filter(({ id }) => ids.has(id))
}

const presentApplications = {
  name: customerApplications.name,
  keysOf: customerApplications.source.keysOf,
}

const readPresent = async <Document extends ProjectedDocument>(
  { db }: Store,
  projection: Pick<Projection<Document>, 'name' | 'keysOf'>,
  events: readonly LedgerEvent[],
): Promise<ChangedDocument<Document>[]> => {
  const latest = new Map<string, StreamId>()
  const counts = new Map<string, number>()
  for (const event of events)
    for (const key of projection.keysOf(event)) {
      counts.set(key, (counts.get(key) ?? 0) + 1)
      const known = latest.get(key)
      if (!known || compareStreamIds(event.id, known) > 0) latest.set(key, event.id)
    }
  const documents = await db
    .collection<ProjectedDocument>(projection.name)
    .find({ _id: { $in: [...latest.keys()] } })
    .toArray()
  return documents.map((document) => ({
    // Where it counts nothing but these events, nobody was told that it began.
    operation: document.version <= counts.get(document._id)! ? 'create' : 'update',
    document: document as Document,
    eventId: latest.get(document._id)!,
  }))
}
