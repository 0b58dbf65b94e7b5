import type { ClientSession } from 'mongodb'

import { applications, conversations } from '@/projections'
import {
  type AnalyticsName,
  analyticsNames,
  applicationStatsName,
  conversationStatsName,
  dailyMetricsName,
} from '@/projections/analytics'
import type { ConversationDocument } from '@/projections/documents'

import type { Drift } from '../drift'
import { inTransaction, type Store } from '../store'
import { whileContested } from '../whileContested'
import { catchUp } from './catchUp'
import { isSameVersion, readWanted } from './currency'
import { readLag } from './lag'
import { listDays } from './lanes'
import { partsOf } from './parts'
import { recountApplications, recountConversations, type Recounting } from './recount'
import { recountDays } from './recountDays'
import { type AnalyticsVersion, readFollower } from './state'
import { liveTarget } from './target'
import type { Touched } from './touched'
import { type Counted, differencesOf } from './write'

/** Whether a collection is one of the analytics'. */
export const isAnalytics = (name: string): name is AnalyticsName =>
  (analyticsNames as readonly string[]).includes(name)

/**
 * Counts everything again and compares it with what is stored, in both directions, once all that is
 * committed now is counted. Nothing is looked at where nobody ever counted.
 * @param sample only so many conversations, drawn at random, with their applications and days
 */
export async function* verifyAnalytics(
  store: Store,
  sample?: number,
): AsyncGenerator<{ checked: number; drifts: Drift[] }> {
  await catchUp(store)
  if ((await readFollower(store))?.live === undefined) return
  for await (const { collection, ids } of candidates(store, sample)) {
    const drifts: Drift[] = []
    for (const part of partsOf(ids, partSize))
      drifts.push(...(await verifyPart(store, collection, part)))
    yield { checked: ids.length, drifts }
  }
}

/** Counts one document again; one that only lags behind the ledger has not drifted. */
export const verifyAnalyticsDocument = async (
  store: Store,
  { collection, id }: { collection: AnalyticsName; id: string },
  timeoutMs = verifyTimeoutMs,
): Promise<Drift | undefined> => (await verifyPart(store, collection, [id], timeoutMs))[0]

const verifyTimeoutMs = 60_000

const verifyPart = async (
  store: Store,
  collection: AnalyticsName,
  ids: readonly string[],
  timeoutMs?: number,
): Promise<Drift[]> => (await judge(store, collection, ids, { timeoutMs })) ?? []

/**
 * Counts some documents again in one snapshot, and leaves out what only lags behind the ledger.
 * @param of judges only numbers of this version
 * @returns nothing where it cannot be told: nobody counted, other numbers are live or about to be,
 *   or too much was committed that is not counted yet
 * @throws {DocumentFailed} for one that cannot be worked out
 */
export const judge = async (
  store: Store,
  collection: AnalyticsName,
  ids: readonly string[],
  { of, timeoutMs = verifyTimeoutMs }: { of?: AnalyticsVersion; timeoutMs?: number } = {},
): Promise<Drift[] | undefined> => {
  if (!(await readFollower(store))?.live) return undefined
  return whileContested(() =>
    inTransaction(store, timeoutMs, async (session) => {
      const live = (await readFollower(store, session))?.live
      if (!live || live.isSwitching || (of && !isSameVersion(live, of))) return undefined
      // What is about to be computed again from other documents is behind, not wrong.
      if (!isSameVersion(live, await readWanted(store, live.timeZone, session))) return undefined
      const from = { store, session, target: liveTarget(live), isFresh: true }
      const counted = await recountPart(from, collection, ids)
      const differing = counted.flatMap((document) => {
        const differences = differencesOf(document)
        return differences.length > 0 ? [{ ...document, differences }] : []
      })
      if (differing.length === 0) return []
      const lag = collection === dailyMetricsName ? undefined : await readLag(from, live.passages)
      if (lag === 'everything') return undefined
      const isBehind = lagFinder(store, session, lag)
      const drifted: Drift[] = []
      for (const { differences, id } of differing)
        if (!(await isBehind(collection, id))) drifted.push({ collection, id, differences })
      return drifted
    }),
  )
}

const recountPart = (
  from: Recounting,
  collection: AnalyticsName,
  ids: readonly string[],
): Promise<Counted[]> => {
  if (collection === conversationStatsName) return recountConversations(from, ids, new Set(ids))
  if (collection === applicationStatsName) return recountApplications(from, ids, new Set(ids))
  return recountDays(from, ids)
}

/** Days follow from the other two collections as they are stored: they never lag behind them. */
const lagFinder = (
  { db }: Store,
  session: ClientSession,
  lag: Touched | undefined,
): ((collection: AnalyticsName, id: string) => Promise<boolean>) => {
  if (lag === undefined) return async () => false
  return async (collection, id) => {
    if (collection === applicationStatsName) return lag.applications.has(id)
    if (lag.conversations.has(id)) return true
    const conversation = await db
      .collection<ConversationDocument>(conversations.name)
      .findOne({ _id: id }, { projection: { applicationId: 1 }, session })
    return lag.applications.has(conversation?.applicationId ?? '')
  }
}

const pageSize = 500
const partSize = 50

interface Candidates {
  collection: AnalyticsName
  ids: string[]
}

async function* candidates(store: Store, sample: number | undefined): AsyncGenerator<Candidates> {
  if (sample !== undefined) return yield* sampled(store, sample)
  yield* named(store, applicationStatsName, applications.name)
  yield* named(store, conversationStatsName, conversations.name)
  const stored = await store.db.collection<{ _id: string }>(dailyMetricsName).distinct('_id')
  const days = await listDays(store, { collectionName: (name) => name })
  yield { collection: dailyMetricsName, ids: [...new Set([...days, ...stored])].sort() }
}

/** Ids of the documents that must be there, and of those that are. */
async function* named(
  store: Store,
  collection: AnalyticsName,
  source: string,
): AsyncGenerator<Candidates> {
  for (const name of [source, collection])
    for (let after = ''; ;) {
      const ids = await nextIds(store, name, after)
      const last = ids.at(-1)
      if (last === undefined) break
      after = last
      const known = name === source ? new Set() : await existing(store, source, ids)
      yield { collection, ids: ids.filter((id) => !known.has(id)) }
    }
}

const nextIds = async ({ db }: Store, name: string, after: string): Promise<string[]> => {
  const found = await db
    .collection<{ _id: string }>(name)
    .find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit: pageSize, projection: { _id: 1 } })
    .toArray()
  return found.map(({ _id }) => _id)
}

const existing = async (
  { db }: Store,
  name: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> => {
  const found = await db
    .collection<{ _id: string }>(name)
    .find({ _id: { $in: [...ids] } }, { projection: { _id: 1 } })
    .toArray()
  return new Set(found.map(({ _id }) => _id))
}

async function* sampled({ db }: Store, size: number): AsyncGenerator<Candidates> {
  const drawn = await db
    .collection<ConversationDocument>(conversations.name)
    .aggregate<ConversationDocument>([{ $sample: { size } }, { $project: { applicationId: 1 } }])
    .toArray()
  const ids = drawn.map(({ _id }) => _id)
  const linked = new Set(drawn.flatMap(({ applicationId }) => applicationId ?? []))
  const days = await db
    .collection<{ _id: string; startedDay: string }>(conversationStatsName)
    .distinct('startedDay', { _id: { $in: ids } })
  yield { collection: conversationStatsName, ids }
  yield { collection: applicationStatsName, ids: [...linked] }
  yield { collection: dailyMetricsName, ids: days }
}
