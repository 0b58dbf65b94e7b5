import { readPassages } from '../gateControl'
import { type BatchStamp, masterOf, ownVersions, readMaster } from '../gateMaster'
import { endSession, openSession } from '../sessions'
import { archiveOf, inTransaction, type Store } from '../store'
import { whileContested } from '../whileContested'
import { own, type OwnedRebuild } from './owned'
import {
  abandonedAfterMs,
  activePhases,
  beatsOf,
  readActive,
  type RebuildRecord,
  rebuildsOf,
  RebuildUnderWay,
  showAlive,
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
  const sessions = openSession(store.client)
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
      const passages = wanted.passages ?? (await readPassages(store, session))
      // After the passages, in the same snapshot: what they count is not later than this.
      const last = await archiveOf(store).findOne(
        {},
        { sort: { _id: -1 }, projection: { _id: 1 }, session },
      )
      const fresh: RebuildRecord = {
        _id: master.generation,
        names: wanted.names,
        versions,
        isRollback: wanted.isRollback,
        startedBy: wanted.startedBy,
        phase: 'base',
        passages,
        ...(last && { until: last._id }),
        counted: 0,
        total,
        startedAt: now,
        updatedAt: now,
        owner: sessions.id,
      }
      await rebuildsOf(store).insertOne(fresh, { session })
      await showAlive(store, fresh._id, sessions.id, session)
      return fresh
    }),
  )
  if (record) return own(store, record, sessions)
  await sessions.close()
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
  const left = await rebuildsOf(store).findOne({
    _id: generation,
    phase: { $in: [...activePhases] },
  })
  if (!left || (left.owner !== undefined && (await isAlive(store, left)))) return undefined
  // MongoDB would hold what a killed process was writing, this record too, for a minute.
  if (left.owner !== undefined) await endSession(store.client, left.owner)
  const sessions = openSession(store.client)
  const record = await whileContested(() =>
    inTransaction(store, transactionMs, async (session) => {
      const taken = await rebuildsOf(store).findOneAndUpdate(
        { _id: generation, owner: left.owner ?? { $exists: false } },
        { $set: { owner: sessions.id } },
        { returnDocument: 'after', session },
      )
      if (taken) await showAlive(store, generation, sessions.id, session)
      return taken
    }),
  )
  if (record) return own(store, record, sessions)
  await sessions.close()
  return undefined
}

const isAlive = async (store: Store, { _id, owner }: RebuildRecord): Promise<boolean> =>
  (await beatsOf(store).findOne({
    _id,
    owner: owner!,
    $expr: { $gt: ['$at', { $subtract: ['$$NOW', abandonedAfterMs] }] },
  })) !== null

const transactionMs = 30_000

/** Whether a rebuild is of the kind that is wanted now. */
export const isSame = (
  left: RebuildRecord,
  right: Pick<RebuildRecord, 'names' | 'isRollback' | 'versions'>,
): boolean =>
  left.isRollback === right.isRollback &&
  [...left.names].sort().join() === [...right.names].sort().join() &&
  Object.entries(right.versions).every(([name, version]) => left.versions[name] === version)
