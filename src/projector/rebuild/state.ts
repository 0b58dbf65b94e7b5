import { projectionStatesName, type Store } from '../store'
import type { RebuildRecord } from './record'

/** What `projection-states` says of the latest rebuild of a projection. */
export interface RebuildState {
  generation: number
  phase: RebuildRecord['phase']
  startedBy: RebuildRecord['startedBy']
  isRollback: boolean
  startedAt: Date
  updatedAt: Date
  counted: number
  total: number
  eventsPerSecond: number
  reason?: string
}

/**
 * Notes how far rebuilds are, where people and other processes look; while one is at work not at
 * every step.
 */
export const createStateNotes = ({ db }: Store) => {
  let notedAtMs = -Infinity
  return async (record: RebuildRecord, { isThrottled = false } = {}): Promise<void> => {
    if (isThrottled && performance.now() - notedAtMs < noteEveryMs) return
    notedAtMs = performance.now()
    const rebuild = toRebuildState(record, new Date())
    for (const name of record.names)
      await db
        .collection<{ _id: string }>(projectionStatesName)
        .updateOne({ _id: name }, { $set: { rebuild } }, { upsert: true, ignoreUndefined: true })
  }
}

const noteEveryMs = 1_000

const toRebuildState = (
  { _id, counted, isRollback, phase, reason, startedAt, startedBy, total }: RebuildRecord,
  now: Date,
): RebuildState => ({
  generation: _id,
  phase,
  startedBy,
  isRollback,
  startedAt,
  updatedAt: now,
  counted,
  total: Math.max(total, counted),
  eventsPerSecond: Math.round(
    counted / Math.max(0.001, (now.getTime() - startedAt.getTime()) / 1_000),
  ),
  ...(reason && { reason }),
})
