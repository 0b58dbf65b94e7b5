import { type AnalyticsName, analyticsNames, dailyMetricsName } from '@/projections/analytics'
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

/** A document that differs, and how. */
export type StatsDrift = Drift & DifferingStats

/** How one collection differs. */
export interface ComparedStats {
  collection: AnalyticsName
  compared: number
  differing: number
  /** The first of them. */
  listed: DifferingStats[]
}

/** More differing documents of a collection than these are counted and not listed. */
export const maximumListed = 5_000

/** Compares all numbers, document by document, in both directions. Traffic goes on. */
export const compareAll = async (
  { db }: Store,
  target: AnalyticsTarget,
): Promise<ComparedStats[]> => {
  const results: ComparedStats[] = []
  for (const collection of analyticsNames) {
    const result: ComparedStats = { collection, compared: 0, differing: 0, listed: [] }
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
    results.push(result)
  }
  return results
}

/** Whether every document that differs is listed. */
export const isWhollyListed = (compared: readonly ComparedStats[]): boolean =>
  compared.every(({ differing, listed }) => differing === listed.length)

/** Looks at some documents again. @returns those that still differ, field by field */
export const explain = async (
  { db }: Store,
  target: AnalyticsTarget,
  listed: readonly DifferingStats[],
): Promise<StatsDrift[]> => {
  const drifts: StatsDrift[] = []
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

/** What is told of a comparison. @param names the collections that were asked for */
export const toDifference = (
  compared: readonly ComparedStats[],
  drifts: readonly StatsDrift[],
  names: readonly AnalyticsName[],
): AnalyticsDifference => {
  const asked = compared.filter(({ collection }) => names.includes(collection))
  const differing = drifts.filter(({ collection }) => names.includes(collection))
  const sum = (of: 'compared' | 'differing'): number =>
    asked.reduce((total, result) => total + result[of], 0)
  return {
    compared: sum('compared'),
    differing: isWhollyListed(asked) ? differing.length : sum('differing'),
    drifts: differing.slice(0, explainedDocuments),
    days: differing.flatMap(({ collection, id }) => (collection === dailyMetricsName ? [id] : [])),
  }
}

const explainedDocuments = 20
