import type { ClientSession } from 'mongodb'

import { fromDocumentId, toDocumentId } from '@/ledger/documentId'
import type { StreamId } from '@/ledger/streamId'
import { applicationStatsName, conversationStatsName } from '@/projections/analytics'
import { applicationStats } from '@/projections/analytics/applicationStats'
import { conversationStats } from '@/projections/analytics/conversationStats'
import type {
  ApplicationStatsDocument,
  ConversationStatsDocument,
} from '@/projections/analytics/documents'
import { decidedBy } from '@/projections/analytics/outcome'
import { type Talk, talkOf, toTalk } from '@/projections/analytics/talk'
import type { ApplicationDocument, ConversationDocument } from '@/projections/documents'

import type { Store } from '../store'
import { readBeginnings, readConversationMoments, readTimes } from './archiveMoments'
import { asDocument } from './failedDocument'
import { withoutSkipped } from './leftAlone'
import { partsOf } from './parts'
import { linkedConversations, readApplications, readConversations, readStats } from './sources'
import type { AnalyticsTarget } from './target'
import type { Touched } from './touched'

/** A document as it is stored, and as the events say. */
export type Recounted =
  | Pair<typeof applicationStatsName, ApplicationStatsDocument>
  | Pair<typeof conversationStatsName, ConversationStatsDocument>

interface Pair<Name, Document> {
  collection: Name
  id: string
  stored: Document | undefined
  expected: Document | undefined
}

/** What a recount reads from, all of it in one snapshot. */
export interface Recounting {
  store: Store
  session: ClientSession
  target: AnalyticsTarget
  /** Believes nothing that is stored: everything is worked out of the events. */
  isFresh?: boolean
  /** Documents that are left as they are: `collection/id`. */
  skipped?: ReadonlySet<string>
}

/** Documents that are worked out together. */
const chunkSize = 50

/**
 * Works out every document that some events may have changed, some at a time.
 * @throws {DocumentFailed} for one that cannot be worked out
 */
export async function* recount(from: Recounting, touched: Touched): AsyncGenerator<Recounted[]> {
  const unskipped = (collection: Recounted['collection'], ids: Iterable<string>): string[] =>
    withoutSkipped(from.skipped, collection, ids)
  for (const ids of partsOf(unskipped(applicationStatsName, touched.applications), chunkSize))
    yield recountApplications(from, ids, touched.begun)
  for (const ids of partsOf(unskipped(conversationStatsName, touched.conversations), chunkSize))
    yield recountConversations(from, ids, touched.conversations)
  for (const ids of partsOf([...touched.applications], chunkSize))
    for await (const linked of linkedConversations(from, ids, chunkSize)) {
      const others = unskipped(conversationStatsName, linked).filter(
        (id) => !touched.conversations.has(id),
      )
      if (others.length > 0) yield recountConversations(from, others, touched.conversations)
    }
}

/** Works out some applications. @param begun those that may have begun otherwise */
export const recountApplications = async (
  { isFresh = false, session, store, target }: Recounting,
  ids: readonly string[],
  begun: ReadonlySet<string>,
): Promise<Recounted[]> => {
  const applications = await readApplications(store, session, ids)
  const stats = await readStats<ApplicationStatsDocument>(
    { session, store, target },
    applicationStatsName,
    ids,
  )
  // When it began follows from events of its own alone: what only names it changes nothing of that.
  const isUnknown = (id: string): boolean => isFresh || begun.has(id) || !stats.has(id)
  const beginnings = await readBeginnings(store, session, ids.filter(isUnknown))
  const times = await readDecisionTimes(store, session, applications)
  return ids.map((id) => {
    const application = applications.get(id)
    const stored = stats.get(id)
    return {
      collection: applicationStatsName,
      id,
      stored,
      expected:
        application &&
        asDocument(applicationStatsName, id, () =>
          applicationStats({
            application,
            begunAt: isUnknown(id) ? beginnings.get(fromDocumentId(id)) : stored?.begunAt,
            decidedAt: times.get(decidedBy(application) ?? ''),
            timeZone: target.timeZone,
          }),
        ),
    }
  })
}

/** Works out some conversations. @param said those that have further events */
export const recountConversations = async (
  { isFresh = false, session, store, target }: Recounting,
  ids: readonly string[],
  said: ReadonlySet<string>,
): Promise<Recounted[]> => {
  const conversations = await readConversations(store, session, ids)
  const stats = await readStats<ConversationStatsDocument>(
    { session, store, target },
    conversationStatsName,
    ids,
  )
  const applications = await readApplications(store, session, linkedTo(conversations))
  const times = await readDecisionTimes(store, session, applications)
  const isUnknown = (id: string): boolean => isFresh || said.has(id) || !stats.has(id)
  const talks = new Map<string, Talk>()
  for await (const { conversationId, moments } of readConversationMoments(
    store,
    session,
    ids.filter(isUnknown),
  )) {
    const talk = asDocument(conversationStatsName, toDocumentId(conversationId), () =>
      talkOf(moments, target.timeZone),
    )
    if (talk) talks.set(conversationId, talk)
  }
  return ids.map((id) => {
    const conversation = conversations.get(id)
    const stored = stats.get(id)
    const talk = isUnknown(id) ? talks.get(fromDocumentId(id)) : stored && toTalk(stored)
    const application = applications.get(conversation?.applicationId ?? '')
    return {
      collection: conversationStatsName,
      id,
      stored,
      expected:
        conversation &&
        talk &&
        asDocument(conversationStatsName, id, () =>
          conversationStats({
            conversation,
            talk,
            application,
            decidedAt: times.get(decidedBy(application) ?? ''),
            timeZone: target.timeZone,
          }),
        ),
    }
  })
}

const linkedTo = (conversations: ReadonlyMap<string, ConversationDocument>): string[] => [
  ...new Set([...conversations.values()].flatMap(({ applicationId }) => applicationId ?? [])),
]

const readDecisionTimes = (
  store: Store,
  session: ClientSession,
  applications: ReadonlyMap<string, ApplicationDocument>,
): Promise<Map<StreamId, Date>> =>
  readTimes(
    store,
    session,
    [...applications.values()].flatMap((application) => decidedBy(application) ?? []),
  )
