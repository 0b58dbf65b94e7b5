import {
  type AnalyticsName,
  analyticsNames,
  applicationStatsName,
  conversationStatsName,
  dailyMetricsName,
} from '@/projections/analytics'
import { daysOfApplication, daysOfConversation } from '@/projections/analytics/daysTouched'
import type {
  ApplicationStatsDocument,
  ConversationStatsDocument,
} from '@/projections/analytics/documents'

import type { Drift } from '../drift'
import type { Store } from '../store'
import type { BuildRecord } from './buildRecord'
import { type ComparedStats, type DifferingStats, isWhollyListed, type StatsDrift } from './compare'
import { DocumentFailed } from './failedDocument'
import { partsOf } from './parts'
import { type AnalyticsTarget, buildTarget } from './target'
import { judge } from './verify'

/**
 * Leaves out of what differs from a computation what differs only because the live numbers lag
 * behind the ledger. What cannot be told apart stays: numbers of another version differ for good.
 */
export const withoutLag = async (
  store: Store,
  {
    build,
    compared,
    drifts,
  }: {
    build: Pick<BuildRecord, 'generation' | 'version' | 'timeZone' | 'sources'>
    compared: readonly ComparedStats[]
    drifts: readonly StatsDrift[]
  },
): Promise<StatsDrift[]> => {
  const confirm = async (collection: AnalyticsName): Promise<StatsDrift[]> => {
    const listed = drifts.filter((drift) => drift.collection === collection)
    const found: StatsDrift[] = []
    for (const part of partsOf(listed, partSize))
      found.push(...(await confirmed(store, build, part)))
    return found
  }
  const stats = [
    ...(await confirm(applicationStatsName)),
    ...(await confirm(conversationStatsName)),
  ]
  const others = compared.filter(({ collection }) => collection !== dailyMetricsName)
  // A day is judged by the numbers that are stored: those may be wrong themselves.
  const followed = await daysThatFollow(store, buildTarget(build), stats)
  const isFollowed = ({ id }: DifferingStats): boolean =>
    followed.has(id) || !isWhollyListed(others)
  const days = drifts.filter(({ collection }) => collection === dailyMetricsName)
  const [following, own] = [days.filter(isFollowed), days.filter((day) => !isFollowed(day))]
  const all = [...stats, ...following]
  for (const part of partsOf(own, partSize)) all.push(...(await confirmed(store, build, part)))
  return analyticsNames.flatMap((name) =>
    all
      .filter(({ collection }) => collection === name)
      .sort((left, right) => (left.id < right.id ? -1 : 1)),
  )
}

const partSize = 50

/** Those of some documents of one collection that are wrong, or cannot be judged. */
const confirmed = async (
  store: Store,
  build: Pick<BuildRecord, 'version' | 'timeZone' | 'sources'>,
  drifts: readonly StatsDrift[],
): Promise<StatsDrift[]> => {
  const { collection } = drifts[0]!
  const ids = drifts.map(({ id }) => id)
  let found: Drift[] | undefined
  try {
    found = await judge(store, collection, ids, { of: build })
  } catch (error) {
    if (!(error instanceof DocumentFailed)) throw error
    if (drifts.length === 1) return [...drifts]
    const each: StatsDrift[] = []
    for (const drift of drifts) each.push(...(await confirmed(store, build, [drift])))
    return each
  }
  return found ? found.map((drift) => ({ ...drift, collection })) : [...drifts]
}

/** The days in whose numbers some documents count, as they are live and as they were computed. */
const daysThatFollow = async (
  { db }: Store,
  target: AnalyticsTarget,
  stats: readonly DifferingStats[],
): Promise<ReadonlySet<string>> => {
  const days = new Set<string>()
  const add = async <Document extends { _id: string }>(
    name: AnalyticsName,
    daysOf: (document: Document) => string[],
  ): Promise<void> => {
    const ids = stats.flatMap(({ collection, id }) => (collection === name ? [id] : []))
    for (const stored of [name, target.collectionName(name)])
      for (const part of partsOf(ids, partSize)) {
        const found = db.collection<{ _id: string }>(stored).find({ _id: { $in: part } })
        for await (const document of found)
          for (const day of daysOf(document as Document)) days.add(day)
      }
  }
  await add<ConversationStatsDocument>(conversationStatsName, daysOfConversation)
  await add<ApplicationStatsDocument>(applicationStatsName, daysOfApplication)
  return days
}
