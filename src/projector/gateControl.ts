import type { ClientSession } from 'mongodb'

import { GateClosed } from './gateErrors'
import {
  type BatchStamp,
  gatesOf,
  majority,
  masterOf,
  type MasterGate,
  readMaster,
  rebuildsName,
  type Versions,
} from './gateMaster'
import type { Store } from './store'

/** How far every writer is; with the entries' stamps, what was committed by now. */
export const readPassages = async (
  store: Store,
  session?: ClientSession,
): Promise<BatchStamp[]> => {
  const gates = await gatesOf(store)
    .find({ _id: { $ne: '*' } }, { projection: { batch: 1 }, ...(session && { session }) })
    .toArray()
  return gates.map(({ _id: writer, batch }) => ({ writer, batch }))
}

/**
 * Turns every transaction away from now on, and waits for those under way.
 * @returns the epoch of the closing: `openGates` and `isStillClosed` ask for it
 * @throws {GateClosed} where somebody else is switching
 * @throws what the database throws, with the gates open again
 */
export const closeGates = async (store: Store, forMs: number): Promise<number> => {
  const { epoch, versions } = await readMaster(store)
  const closing = [
    { $set: { isClosed: true, closedUntil: { $add: ['$$NOW', forMs] }, epoch: epoch + 1 } },
  ]
  const { matchedCount } = await masterOf(store).updateOne({ _id: '*', epoch }, closing, majority)
  if (matchedCount === 0) throw new GateClosed(false)
  try {
    await gatesOf(store).updateMany({ _id: { $ne: '*' } }, closing, {
      ...majority,
      maxTimeMS: Math.max(1, Math.floor(forMs / 3)),
    })
  } catch (error) {
    // A transaction that does not end holds its gate: another moment is better.
    await openGates(store, epoch + 1, versions)
    throw error
  }
  return epoch + 1
}

/** Whether the closing of that epoch holds and will hold for `forMs` more. */
export const isStillClosed = async (
  store: Store,
  epoch: number,
  forMs: number,
): Promise<boolean> => {
  const found = await masterOf(store).findOne({
    _id: '*',
    epoch,
    isClosed: true,
    $expr: { $gt: ['$closedUntil', { $add: ['$$NOW', forMs] }] },
  })
  return found !== null
}

/**
 * Lets transactions pass again, with the versions that are live now.
 * @returns false where the closing of that epoch had ended before
 */
export const openGates = async (
  store: Store,
  epoch: number,
  versions: Versions,
): Promise<boolean> => {
  const opening = {
    $set: { isClosed: false, versions, epoch: epoch + 1 },
    $unset: { closedUntil: '' as const },
  }
  const { matchedCount } = await masterOf(store).updateOne({ _id: '*', epoch }, opening, majority)
  await gatesOf(store).updateMany({ _id: { $ne: '*' }, epoch: { $lte: epoch } }, opening, majority)
  return matchedCount > 0
}

/** Lets the gates follow an open master that they stayed behind. */
export const openStragglers = async (
  store: Store,
  { epoch, versions }: MasterGate,
): Promise<void> => {
  await gatesOf(store).updateMany(
    { _id: { $ne: '*' }, epoch: { $lt: epoch } },
    { $set: { isClosed: false, versions, epoch }, $unset: { closedUntil: '' } },
    majority,
  )
}

/**
 * The versions that are live, whatever became of a switch under way.
 * A switch notes which collections it puts in place: those that stand, count.
 */
export const switchedVersions = async (store: Store, master: MasterGate): Promise<Versions> => {
  if (master.rebuild === null) return master.versions
  const rebuild = await store.db
    .collection<{ _id: number; versions: Versions; shadows?: { name: string; uuid: string }[] }>(
      rebuildsName,
    )
    .findOne({ _id: master.rebuild })
  const versions = { ...master.versions }
  for (const { name, uuid } of rebuild?.shadows ?? [])
    if ((await collectionUuid(store, name)) === uuid) versions[name] = rebuild!.versions[name]!
  return versions
}

/** What identifies a collection whatever it is called. */
export const collectionUuid = async ({ db }: Store, name: string): Promise<string | undefined> => {
  const [found] = await db.listCollections({ name }, { nameOnly: false }).toArray()
  const info = found as { info?: { uuid?: { toString: (encoding: string) => string } } } | undefined
  return info?.info?.uuid?.toString('hex')
}
