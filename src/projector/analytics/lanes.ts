import { applicationStatsName, conversationStatsName } from '@/projections/analytics'
import type { Day } from '@/projections/analytics/day'
import { applications, conversations } from '@/projections'
import type { ConversationDocument } from '@/projections/documents'

import type { OwnedBuild } from './buildRecord'
import { countCommitted } from './count'
import { toSkippedSet, withoutSkipped } from './leftAlone'
import {
  recountApplications,
  recountConversations,
  type Recounted,
  type Recounting,
} from './recount'
import { daysAtOnce, recountDays } from './recountDays'
import type { Store } from '../store'
import { type AnalyticsTarget, buildTarget } from './target'
import { writeChanged } from './write'

/** What one look at a lane found to do. */
interface Page {
  /** The last key of it. */
  after: string
  size: number
  /** Works out what the page names. */
  count: (from: Recounting) => Promise<unknown>
}

/** One kind of documents, in the order of their keys. */
type Lane = (store: Store, after: string, target: AnalyticsTarget) => Promise<Page | undefined>

const lanes: Record<'applications' | 'conversations' | 'days', Lane> = {
  applications: async (store, after) => {
    const ids = await nextIds(store, applications.name, after, maximumPage)
    return toPage(ids, ids.length, async (from) =>
      recountPage(from, applicationStatsName, ids, recountApplications),
    )
  },
  conversations: async (store, after) => {
    const ids = await nextConversations(store, after)
    return toPage(ids, ids.length, async (from) =>
      recountPage(from, conversationStatsName, ids, recountConversations),
    )
  },
  days: async (store, after, target) => {
    const days = (await listDays(store, target)).filter((day) => day > after).slice(0, daysAtOnce)
    return toPage(days, 0, async (from) => writeChanged(from, await recountDays(from, days)))
  },
}

const recountPage = async (
  from: Recounting,
  collection: Recounted['collection'],
  page: readonly string[],
  recount: typeof recountApplications,
): Promise<Recounted[]> => {
  const ids = withoutSkipped(from.skipped, collection, page)
  return writeChanged(from, await recount(from, ids, new Set(ids)))
}

const order = ['applications', 'conversations', 'days', 'tail'] as const

/**
 * One step of a computation: the next page of its lane, or the next lane, or at last a part of what
 * was committed since it began.
 * @returns whether everything that is committed now is counted
 */
export const buildStep = async (store: Store, build: OwnedBuild): Promise<boolean> => {
  const { after, counted, generation, lane, passages, position: before, timeZone } = build.record
  const target = buildTarget({ generation, timeZone })
  const skipped = toSkippedSet(build.record.skipped)
  if (lane === 'tail') {
    let isCaughtUp = false
    await build.step(stepTimeoutMs, async (session) => {
      const slice = await countCommitted(
        { store, session, target, skipped },
        passages,
        maximumTailEntries,
      )
      isCaughtUp = slice.isCaughtUp
      const { entries, position } = slice
      return {
        passages: slice.passages,
        counted: counted + entries,
        ...(position && position > (before ?? '') && { position }),
      }
    })
    return isCaughtUp
  }
  const page = await lanes[lane](store, after, target)
  if (!page) {
    await build.note({ lane: order[order.indexOf(lane) + 1]!, after: '' })
    return false
  }
  await build.step(stepTimeoutMs, async (session) => {
    await page.count({ store, session, target, skipped, isFresh: true })
    return { after: page.after, counted: counted + page.size }
  })
  return false
}

export const stepTimeoutMs = 15_000
const maximumPage = 500
const maximumTailEntries = 2_000
/** Utterances of the conversations of one page, unless one conversation alone has more. */
const maximumUtterances = 20_000

const toPage = (ids: readonly string[], size: number, count: Page['count']): Page | undefined => {
  const after = ids.at(-1)
  return after === undefined ? undefined : { after, size, count }
}

const nextIds = async (
  { db }: Store,
  name: string,
  after: string,
  limit: number,
): Promise<string[]> => {
  const found = await db
    .collection<{ _id: string }>(name)
    .find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit, projection: { _id: 1 } })
    .toArray()
  return found.map(({ _id }) => _id)
}

/** Fewer where they are long. */
const nextConversations = async ({ db }: Store, after: string): Promise<string[]> => {
  const found = await db
    .collection<ConversationDocument>(conversations.name)
    .find(
      { _id: { $gt: after } },
      { sort: { _id: 1 }, limit: maximumPage, projection: { utteranceCount: 1 } },
    )
    .toArray()
  const ids: string[] = []
  let utterances = 0
  for (const { _id, utteranceCount } of found) {
    utterances += utteranceCount
    if (ids.length > 0 && utterances > maximumUtterances) break
    ids.push(_id)
  }
  return ids
}

/** Every day on which something happened. */
export const listDays = async (
  { db }: Store,
  { collectionName }: Pick<AnalyticsTarget, 'collectionName'>,
): Promise<Day[]> => {
  const lists = await Promise.all([
    db.collection(collectionName(conversationStatsName)).distinct('startedDay'),
    db.collection(collectionName(conversationStatsName)).distinct('messagesByDay.day'),
    db.collection(collectionName(applicationStatsName)).distinct('begunDay'),
    db.collection(collectionName(applicationStatsName)).distinct('decidedDay'),
  ])
  // An index tells of a list without any day as well.
  return [...new Set(lists.flat().filter((day): day is Day => typeof day === 'string'))].sort()
}
