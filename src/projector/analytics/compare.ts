import { type AnalyticsName, dailyMetricsName } from '@/projections/analytics'
import type { AnalyticsDocument } from '@/projections/analytics/documents'

import { pairs } from '../pairs'
import type { Store } from '../store'
import type { Drift } from '../drift'
import { differencesOf } from './write'
import type { AnalyticsTarget } from './target'

/** How a computation's numbers differ from the live ones. */
export interface AnalyticsDifference {
  compared: number
  differing: number
  /** The first of them, field by field. */
  drifts: Drift[]
  /** Days that differ; at most `maximumListed`. */
  days: string[]
}

/** A document that differs. */
export interface DifferingStats {
  collection: AnalyticsName
  id: string
}

/** More differing documents than these are counted and not listed. */
export const maximumListed = 5_000

/** Compares all numbers, document by document, in both directions. Traffic goes on. */
export const compareAll = async (
  { db }: Store,
  target: AnalyticsTarget,
  names: readonly AnalyticsName[],
): Promise<{ compared: number; differing: number; listed: DifferingStats[] }> => {
  const result = { compared: 0, differing: 0, listed: [] as DifferingStats[] }
  for (const collection of names)
    for await (const [stored, expected] of pairs<AnalyticsDocument>(
      db.collection(collection),
      db.collection(target.collectionName(collection)),
    )) {
      result.compared += 1
      const { _id: id } = (stored ?? expected)!
      if (differencesOf({ collection, id, stored, expected }).length === 0) continue
      result.differing += 1
      if (result.listed.length < maximumListed) result.listed.push({ collection, id })
    }
  return result
}

/** Looks at some documents again. @returns those that still differ, field by field */
export const explain = async (
  { db }: Store,
  target: AnalyticsTarget,
  listed: readonly DifferingStats[],
): Promise<(Drift & DifferingStats)[]> => {
  const drifts: (Drift & DifferingStats)[] = []
  const find = async (name: string, id: string): Promise<AnalyticsDocument | undefined> =>
    (await db.collection<AnalyticsDocument>(name).findOne({ _id: id })) ?? undefined
  for (const { collection, id } of listed) {
    const stored = await find(collection, id)
    const expected = await find(target.collectionName(collection), id)
    const differences = differencesOf({ collection, id, stored, expected })
    if (differences.length > 0) drifts.push({ collection, id, differences })
  }
  return drifts
}

/** The days among some documents. */
export const daysAmong = (documents: readonly DifferingStats[]): string[] =>
  documents.flatMap(({ collection, id }) => (collection === dailyMetricsName ? [id] : []))
