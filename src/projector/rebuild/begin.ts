import { randomUUID } from 'node:crypto'

import { type BatchStamp, readPassages } from '../gateControl'
import { masterOf, ownVersions, readMaster } from '../gateMaster'
import { archiveOf, inTransaction, type Store } from '../store'
import { whileContested } from '../whileContested'
import { own, type OwnedRebuild } from './owned'
import {
  abandonedAfterMs,
  activePhases,
  readActive,
  type RebuildRecord,
  rebuildsOf,
  RebuildUnderWay,
} from './record'

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

const transactionMs = 30_000

/** Whether a rebuild is of the kind that is wanted now. */
export const isSame = (
  left: RebuildRecord,
  right: Pick<RebuildRecord, 'names' | 'isRollback' | 'versions'>,
): boolean =>
  left.isRollback === right.isRollback &&
  [...left.names].sort().join() === [...right.names].sort().join() &&
  Object.entries(right.versions).every(([name, version]) => left.versions[name] === version)
