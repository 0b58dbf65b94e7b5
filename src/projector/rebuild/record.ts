import { randomUUID } from 'node:crypto'

import type { ClientSession, Collection } from 'mongodb'

import { type BatchStamp, readPassages } from '../gateControl'
import { masterOf, ownVersions, readMaster, rebuildsName, type Versions } from '../gateMaster'
import { archiveOf, inTransaction, type Store } from '../store'
import { whileContested } from '../whileContested'

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
  /** Why it failed, or was discarded. */
  reason?: string
  startedAt: Date
  updatedAt: Date
  owner?: { id: string; at: Date }
}

/** The documents that a switch replaced, and what they hold. */
export interface Kept {
  versions: Versions
  /** Everything that was committed up to here is in them. */
  passages: BatchStamp[]
  at: Date
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

/** How a rebuild's owner writes its record; every call fails once it is the owner no more. */
export interface OwnedRebuild {
  readonly record: RebuildRecord
  /**
   * Notes progress, in the transaction of the work where one is given.
   * @throws {RebuildLost}
   */
  checkpoint: (change: Partial<RebuildRecord>, session?: ClientSession) => Promise<void>
  /** Shows that its owner is alive; nothing once it has ended. @throws {RebuildLost} */
  beat: () => Promise<void>
  /** Ends it for good. @throws {RebuildLost} */
  finish: (phase: 'switched' | 'discarded' | 'failed', reason?: string) => Promise<void>
  /** Lets go of it as it is; anybody may go on. */
  release: () => Promise<void>
}

/**
 * Begins a rebuild, or goes on with the one of the same kind that was left behind.
 * @throws {RebuildUnderWay} while another one is at work
 */
export const beginRebuild = async (
  store: Store,
  wanted: Pick<RebuildRecord, 'names' | 'isRollback' | 'startedBy'> & { passages?: BatchStamp[] },
): Promise<OwnedRebuild> => {
  const versions = ownVersions()
  await readMaster(store)
  const left = await readActive(store)
  if (left) {
    const taken = await takeOver(store, left._id)
    if (!taken) throw new RebuildUnderWay(left)
    if (left.phase === 'switching' || isSame(left, { ...wanted, versions })) return taken
    await taken.finish('discarded', 'another rebuild was begun in its place')
  }
  const owner = randomUUID()
  const [last] = await archiveOf(store)
    .find({}, { sort: { _id: -1 }, limit: 1, projection: { _id: 1 } })
    .toArray()
  const total = await archiveOf(store).estimatedDocumentCount()
  const record = await whileContested(() =>
    inTransaction(store, transactionMs, async (session) => {
      const master = await masterOf(store).findOneAndUpdate(
        { _id: '*', rebuild: null },
        [
          { $set: { generation: { $add: ['$generation', 1] } } },
          { $set: { rebuild: '$generation' } },
        ],
        { session, returnDocument: 'after' },
      )
      if (!master) return undefined
      const now = new Date()
      const fresh: RebuildRecord = {
        _id: master.generation,
        names: wanted.names,
        versions,
        isRollback: wanted.isRollback,
        startedBy: wanted.startedBy,
        phase: 'base',
        passages: wanted.passages ?? (await readPassages(store, session)),
        ...(last && { until: last._id }),
        counted: 0,
        total,
        startedAt: now,
        updatedAt: now,
        owner: { id: owner, at: now },
      }
      await rebuildsOf(store).insertOne(fresh, { session })
      return fresh
    }),
  )
  if (record) return own(store, record, owner)
  const other = await readActive(store)
  if (other) throw new RebuildUnderWay(other)
  return beginRebuild(store, wanted)
}

/**
 * Becomes the owner of a rebuild whose owner is gone.
 * @returns nothing where its owner is alive, or it ended
 */
export const takeOver = async (
  store: Store,
  generation: number,
): Promise<OwnedRebuild | undefined> => {
  const owner = randomUUID()
  const record = await rebuildsOf(store).findOneAndUpdate(
    {
      _id: generation,
      phase: { $in: [...activePhases] },
      $or: [
        { owner: { $exists: false } },
        { $expr: { $lt: ['$owner.at', { $subtract: ['$$NOW', abandonedAfterMs] }] } },
      ],
    },
    [{ $set: { owner: { id: owner, at: '$$NOW' } } }],
    { returnDocument: 'after', writeConcern: { w: 'majority' } },
  )
  return record ? own(store, record, owner) : undefined
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

const transactionMs = 30_000

const activePhases: readonly RebuildPhase[] = ['base', 'tail', 'switching']

const forget = async (store: Store, generation: number): Promise<void> => {
  await masterOf(store).updateOne(
    { _id: '*', rebuild: generation },
    { $set: { rebuild: null } },
    { writeConcern: { w: 'majority' } },
  )
}

const isSame = (
  left: RebuildRecord,
  right: Pick<RebuildRecord, 'names' | 'isRollback' | 'versions'>,
): boolean =>
  left.isRollback === right.isRollback &&
  [...left.names].sort().join() === [...right.names].sort().join() &&
  Object.entries(right.versions).every(([name, version]) => left.versions[name] === version)

const own = (store: Store, begun: RebuildRecord, owner: string): OwnedRebuild => {
  let record = begun
  let hasEnded = false
  const write = async (change: Partial<RebuildRecord>, session?: ClientSession): Promise<void> => {
    const { matchedCount } = await rebuildsOf(store).updateOne(
      { _id: record._id, 'owner.id': owner },
      [{ $set: { ...literal(change), updatedAt: '$$NOW', 'owner.at': '$$NOW' } }],
      session ? { session } : { writeConcern: { w: 'majority' } },
    )
    if (matchedCount === 0) throw new RebuildLost('the rebuild was taken over or cancelled')
  }
  return {
    get record() {
      return record
    },
    checkpoint: async (change, session) => {
      await write(change, session)
      // Where its transaction fails after this, the caller gives up or repeats the same change.
      record = { ...record, ...change }
    },
    beat: async () => {
      if (hasEnded) return
      try {
        await write({})
      } catch (error) {
        if (!hasEnded) throw error
      }
    },
    finish: async (phase, reason) => {
      await write({ phase, ...(reason && { reason }) })
      hasEnded = true
      record = { ...record, phase }
      await rebuildsOf(store).updateOne({ _id: record._id }, { $unset: { owner: '' } })
      await forget(store, record._id)
    },
    release: async () => {
      hasEnded = true
      await rebuildsOf(store).updateOne(
        { _id: record._id, 'owner.id': owner },
        { $unset: { owner: '' } },
      )
    },
  }
}

/** Values as they are: in a pipeline a text that begins with `$` would be a field's name. */
const literal = (change: Partial<RebuildRecord>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(change).map(([name, value]) => [name, { $literal: value }]))
