import {
  closeGates,
  collectionUuid,
  isStillClosed,
  openGates,
  readPassages,
  switchedVersions,
} from '../gateControl'
import { type BatchStamp, readMaster } from '../gateMaster'
import { archiveOf, type ArchivedEntry, projectionStatesName, type Store } from '../store'
import { foldTail } from './fold'
import { clear, recordKept, refreshKept } from './keep'
import type { OwnedRebuild } from './owned'
import type { RebuildRecord } from './record'
import { identify, toAdoptedName, toShadowName } from './shadows'

/** What a switch did. */
export interface Switched {
  /** How long transactions were turned away. */
  closedMs: number
  /**
   * False where this process was stopped for so long in the middle of it that the gates had opened
   * by themselves: events may be missing, and another rebuild has to follow at once.
   */
  isSafe: boolean
}

/** Transactions are turned away for no longer than this, even if this process dies meanwhile. */
const closingMs = 15_000
/** The last step is only begun with so much of it left, and may take no longer. */
const renameMs = 4_000

/**
 * Puts the new documents in the place of the live ones: closes the gates, folds what is left, and
 * renames. Each collection changes in one step; readers never see one that is missing or half.
 * @param keptSince from where on the copy of the live documents may be behind
 * @throws what goes wrong, with the live documents as they were and the gates open
 */
export const switchIn = async (
  store: Store,
  rebuild: OwnedRebuild,
  { keptSince, signal }: { keptSince: BatchStamp[]; signal: AbortSignal },
): Promise<Switched> => {
  const { _id: generation, names } = rebuild.record
  const versionsBefore = (await readMaster(store)).versions
  const startedAt = performance.now()
  const epoch = await closeGates(store, closingMs)
  try {
    await foldTail(store, rebuild, { signal, onProgress: () => undefined })
    const passages = await readPassages(store)
    await refreshKept(store, generation, keptSince, passages)
    signal.throwIfAborted()
    await rebuild.checkpoint({
      phase: 'switching',
      shadows: await identify(store, generation, names),
      kept: { generation, versions: versionsBefore, passages, at: new Date() },
      epoch,
    })
    for (const name of names) {
      if (!(await isStillClosed(store, epoch, 2 * renameMs)))
        throw new Error('the switch took too long: the live documents stay')
      await store.db.admin().command({
        renameCollection: `${store.db.databaseName}.${toShadowName(name, generation)}`,
        to: `${store.db.databaseName}.${name}`,
        dropTarget: true,
        maxTimeMS: renameMs,
        writeConcern: { w: 'majority' },
      })
    }
    await complete(store, rebuild.record)
    const isSafe = await isStillClosed(store, epoch, 0)
    return { closedMs: performance.now() - startedAt, isSafe }
  } finally {
    await openGates(store, epoch, await switchedVersions(store, await readMaster(store)))
  }
}

/**
 * Looks what became of a switch whose author died. Only where the gates are still closed by it, it
 * is known that nothing was applied between the last step and the renaming.
 * @returns `unsure` where some collections may miss events, or some are in place and some are not
 */
export const settleSwitch = async (
  store: Store,
  rebuild: OwnedRebuild,
): Promise<'switched' | 'unswitched' | 'unsure'> => {
  const { epoch = -1, shadows = [] } = rebuild.record
  const master = await readMaster(store)
  const versions = await switchedVersions(store, master)
  const renamed = await countRenamed(store, rebuild.record)
  const isSure = renamed === shadows.length && (await isStillClosed(store, epoch, 0))
  if (isSure) await complete(store, rebuild.record)
  await openGates(store, master.epoch, versions)
  return isSure ? 'switched' : renamed === 0 ? 'unswitched' : 'unsure'
}

/** Everything after the switch: nothing of it is urgent, and all of it may be repeated. */
export const cleanUp = async (store: Store, rebuild: OwnedRebuild): Promise<void> => {
  const { names, versions } = rebuild.record
  await rebuild.finish('switched')
  await clear(store, rebuild.record._id)
  for (const name of names)
    await store.db
      .collection<{ _id: string }>(projectionStatesName)
      .updateOne({ _id: name }, { $set: { version: versions[name] } }, { upsert: true })
}

/** What belongs to a switch beside the documents themselves; may be repeated. */
const complete = async (store: Store, { _id, kept }: RebuildRecord): Promise<void> => {
  if (kept) await recordKept(store, kept)
  await adopt(store, _id)
}

/** What was ignored when it came and is in the new documents counts from now on. */
const adopt = async (store: Store, generation: number): Promise<void> => {
  const adopted = store.db.collection<ArchivedEntry>(toAdoptedName(generation)).find()
  for await (const { _id, applicationId, customerId } of adopted)
    await archiveOf(store).updateOne(
      { _id, disposition: 'ignored' },
      {
        $set: {
          disposition: 'applied',
          ...(applicationId && { applicationId }),
          ...(customerId && { customerId }),
        },
      },
    )
}

const countRenamed = async (store: Store, { shadows = [] }: RebuildRecord): Promise<number> => {
  let renamed = 0
  for (const { name, uuid } of shadows)
    if ((await collectionUuid(store, name)) === uuid) renamed += 1
  return renamed
}
