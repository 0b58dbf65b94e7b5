import type { ClientSession, Collection } from 'mongodb'

import {
  type BatchStamp,
  type Kept,
  masterOf,
  readMaster,
  rebuildsName,
  type Versions,
} from '../gateMaster'
import type { Store } from '../store'

/** Where a rebuild stands. Until `switching` nothing that is live was touched. */
export type RebuildPhase =
  /** Folds what was committed before it began, in the order of the ledger. */
  | 'base'
  /** Folds what was committed since, in the order of commits. */
  | 'tail'
  /** Puts the new documents in the place of the live ones. */
  | 'switching'
  | 'switched'
  | 'discarded'
  | 'failed'

/** One rebuild, as it is on record; the number is its generation. */
export interface RebuildRecord {
  _id: number
  /** The projections that are to be switched. */
  names: string[]
  /** The versions that it builds with; all projections are folded, because they link each other. */
  versions: Versions
  /** Begins with the documents that the last switch kept, instead of with nothing. */
  isRollback: boolean
  startedBy: 'operator' | 'deployment'
  phase: RebuildPhase
  /** Everything that was committed up to here is in the new documents, once the base is folded. */
  passages: BatchStamp[]
  /** Archive id of the last entry that the base must look at, and of the last one it looked at. */
  until?: string
  position?: string
  /** Entries looked at, of about so many. */
  counted: number
  total: number
  /** The collections that are put in place; their identity says what became of a switch. */
  shadows?: { name: string; uuid: string }[]
  /** The copy of the live documents, as exact as it is when the switch is made. */
  kept?: Kept
  /** The closing of the gates in which it was switched; see `gates`. */
  epoch?: number
  /** Why it failed, or was discarded. */
  reason?: string
  startedAt: Date
  updatedAt: Date
  /** The session of whoever is at work on it. */
  owner?: string
}

/** Another process took the rebuild over, or somebody cancelled it: nothing more may be written. */
export class RebuildLost extends Error {
  override readonly name = 'RebuildLost'
  readonly code = 'REBUILD_LOST'
}

/** There is a rebuild already, and whoever runs it is alive. */
export class RebuildUnderWay extends Error {
  override readonly name = 'RebuildUnderWay'
  readonly code = 'REBUILD_UNDER_WAY'

  constructor(readonly record: RebuildRecord) {
    super(`a rebuild of ${record.names.join(', ')} is under way (${record.phase})`)
  }
}

/** A process that builds shows itself so often, and counts as dead after so long. */
export const heartbeatMs = 3_000
export const abandonedAfterMs = 15_000

export const rebuildsOf = ({ db }: Store): Collection<RebuildRecord> => db.collection(rebuildsName)

/**
 * When the owner of a rebuild showed itself last. Beside the record, because a step holds the record
 * from its beginning to its end.
 */
export interface Beat {
  /** The rebuild's generation. */
  _id: number
  owner: string
  at: Date
}

export const beatsOf = ({ db }: Store): Collection<Beat> => db.collection(`${rebuildsName}-beats`)

/** Notes, by the database's clock, that the owner of a rebuild is alive. */
export const showAlive = async (
  store: Store,
  generation: number,
  owner: string,
  session?: ClientSession,
): Promise<void> => {
  await beatsOf(store).updateOne(
    { _id: generation },
    [{ $set: { owner: { $literal: owner }, at: '$$NOW' } }],
    { upsert: true, ...(session && { session }) },
  )
}

/** The rebuild that is under way, whoever runs it, or was left behind. */
export const readActive = async (store: Store): Promise<RebuildRecord | undefined> => {
  const { rebuild } = await readMaster(store)
  if (rebuild === null) return undefined
  const record = await rebuildsOf(store).findOne({ _id: rebuild })
  if (record && activePhases.includes(record.phase)) return record
  // Whoever ended it died before it could say so everywhere.
  await forget(store, rebuild)
  return undefined
}

/**
 * Ends a rebuild whoever owns it; the owner notices with its next step.
 * @returns false where there is none, or it is being switched already
 */
export const cancelRebuild = async (store: Store, generation: number): Promise<boolean> => {
  const { matchedCount } = await rebuildsOf(store).updateOne(
    { _id: generation, phase: { $in: ['base', 'tail'] } },
    { $set: { phase: 'discarded', reason: 'cancelled' }, $unset: { owner: '' } },
    { writeConcern: { w: 'majority' } },
  )
  if (matchedCount > 0) await forget(store, generation)
  return matchedCount > 0
}

/** The phases in which it is not over. */
export const activePhases: readonly RebuildPhase[] = ['base', 'tail', 'switching']

/** Makes room for the next one. */
export const forget = async (store: Store, generation: number): Promise<void> => {
  await masterOf(store).updateOne(
    { _id: '*', rebuild: generation },
    { $set: { rebuild: null } },
    { writeConcern: { w: 'majority' } },
  )
}
