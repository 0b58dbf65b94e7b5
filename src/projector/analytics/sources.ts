import type { ClientSession } from 'mongodb'

import { applications, conversations } from '@/projections'
import type { AnalyticsName } from '@/projections/analytics'
import type { AnalyticsDocument } from '@/projections/analytics/documents'
import type { ApplicationDocument, ConversationDocument } from '@/projections/documents'

import type { Store } from '../store'
import type { AnalyticsTarget } from './target'

interface From {
  store: Store
  session: ClientSession
}

/** What the numbers need of an application: neither its chat nor its assessments. */
const applicationFields = {
  applicationNumber: 1,
  customerId: 1,
  loanAmount: 1,
  loanPurpose: 1,
  applicationOutcome: 1,
  'applicationProcess.currentProcessStage': 1,
  'applicationProcess.applicationProcessState.stageName': 1,
  'applicationProcess.applicationProcessState.complete': 1,
  'ledger.stamps.applicationOutcome': 1,
} as const

/** What the numbers need of a conversation. */
const conversationFields = {
  conversationId: 1,
  applicationId: 1,
  applicationNumber: 1,
  customerId: 1,
  purpose: 1,
  status: 1,
  startedAt: 1,
} as const

/** Some live applications by id, with what the numbers need of them. */
export const readApplications = async (
  { db }: Store,
  session: ClientSession,
  ids: readonly string[],
): Promise<Map<string, ApplicationDocument>> => {
  if (ids.length === 0) return new Map()
  const found = await db
    .collection<ApplicationDocument>(applications.name)
    .find({ _id: { $in: [...ids] } }, { projection: applicationFields, session })
    .toArray()
  return new Map(found.map((application) => [application._id, application]))
}

/** Some live conversations by id, with what the numbers need of them. */
export const readConversations = async (
  { db }: Store,
  session: ClientSession,
  ids: readonly string[],
): Promise<Map<string, ConversationDocument>> => {
  const found = await db
    .collection<ConversationDocument>(conversations.name)
    .find({ _id: { $in: [...ids] } }, { projection: conversationFields, session })
    .toArray()
  return new Map(found.map((conversation) => [conversation._id, conversation]))
}

/** Ids of the conversations about some applications, some at a time. */
export async function* linkedConversations(
  { session, store }: From,
  applicationIds: readonly string[],
  size: number,
): AsyncGenerator<string[]> {
  const cursor = store.db
    .collection<ConversationDocument>(conversations.name)
    .find({ applicationId: { $in: [...applicationIds] } }, { projection: { _id: 1 }, session })
  let page: string[] = []
  for await (const { _id } of cursor) {
    page.push(_id)
    if (page.length < size) continue
    yield page
    page = []
  }
  if (page.length > 0) yield page
}

/** Some stored numbers by id. */
export const readStats = async <Document extends AnalyticsDocument>(
  { session, store, target }: From & { target: AnalyticsTarget },
  name: AnalyticsName,
  ids: readonly string[],
): Promise<Map<string, Document>> => {
  const found = await store.db
    .collection<AnalyticsDocument>(target.collectionName(name))
    .find({ _id: { $in: [...ids] } }, { session })
    .toArray()
  return new Map(found.map((document) => [document._id, document as Document]))
}
