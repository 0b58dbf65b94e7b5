import { type Kept, ownVersions, type Versions } from '../gateMaster'
import type { Store } from '../store'
import { readKept } from './keep'
import type { OwnedRebuild } from './owned'
import {
  copyIndexes,
  projectionNames,
  revisionsPerGeneration,
  toKeptName,
  toShadowName,
  toTarget,
} from './shadows'

/** Why there is nothing to go back to. */
export class NothingKept extends Error {
  override readonly name = 'NothingKept'
  readonly code = 'NOTHING_KEPT'
}

/**
 * What the last switch replaced, where this program can go on with it.
 * @throws {NothingKept} where there is none, or it was made by other versions of the projections
 */
export const findKept = async (store: Store): Promise<Kept> => {
  const kept = await readKept(store)
  if (!kept) throw new NothingKept('nothing was ever switched: there is nothing to go back to')
  const versions = ownVersions()
  if (!isSameVersions(kept.versions, versions))
    throw new NothingKept(
      `what was replaced is of ${describe(kept.versions)}, this program has ${describe(versions)}: run the command from that deployment`,
    )
  return kept
}

/**
 * Copies the kept documents into a rebuild's own, newer for every screen than what is live. What
 * was committed since comes with the tail. May be repeated.
 */
export const takeKept = async (store: Store, rebuild: OwnedRebuild): Promise<void> => {
  const { db } = store
  const { _id: generation } = rebuild.record
  const kept = await findKept(store)
  for (const name of projectionNames) {
    const shadow = toShadowName(name, generation)
    await db
      .collection(toKeptName(name, kept.generation))
      .aggregate([{ $match: {} }, { $out: shadow }])
      .toArray()
    const { revisionBase } = toTarget(generation)
    const ownPart = { $mod: ['$revision', revisionsPerGeneration] }
    await db
      .collection(shadow)
      .updateMany({ revision: { $lt: revisionBase } }, [
        { $set: { revision: { $add: [ownPart, revisionBase] } } },
      ])
  }
  await copyIndexes(store, generation)
}

const isSameVersions = (left: Versions, right: Versions): boolean =>
  projectionNames.every((name) => left[name] === right[name])

const describe = (versions: Versions): string =>
  projectionNames.map((name) => `${name} ${versions[name] ?? 0}`).join(', ')
