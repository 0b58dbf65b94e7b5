import { revisionsPerGeneration, toShadowName } from '../rebuild/shadows'
import type { FoldTarget } from '../foldTarget'

/** Where numbers are written, and whose days they are of. */
export interface AnalyticsTarget extends FoldTarget {
  timeZone: string
}

/** The live numbers; those of a later computation are newer for every screen. */
export const liveTarget = ({
  generation,
  timeZone,
}: {
  generation: number
  timeZone: string
}): AnalyticsTarget => ({
  timeZone,
  collectionName: (name) => name,
  revisionBase: generation * revisionsPerGeneration,
})

/** A computation's own numbers, beside the live ones. */
export const buildTarget = (of: { generation: number; timeZone: string }): AnalyticsTarget => ({
  ...liveTarget(of),
  collectionName: (name) => toShadowName(name, of.generation),
})
