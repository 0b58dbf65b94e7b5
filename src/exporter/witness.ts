import { randomUUID } from 'node:crypto'

import type { Collection } from 'mongodb'

import type { Store } from '@/projector/store'

import { ExportRefused } from './errors'
import type { ExportPosition } from './position'

/**
 * What the archive itself remembers of its exports: who it is, and the number of the latest write
 * of each. The number is raised before the sink is written, so that an archive that remembers a
 * smaller one than the sink was restored from a backup, and has entries (or will have other ones
 * under the same batch numbers) that the sink does not fit.
 */
export interface ExportWitness {
  /** The export's id. */
  _id: string
  place: string
  sequence: number
  at: Date
}

interface ArchiveIdentity {
  _id: 'archive'
  identity: string
}

/** Name of the collection of witnesses. */
export const archiveExportsName = 'archive-exports'

const majority = { writeConcern: { w: 'majority' } } as const

/** Who the archive is; it gets its identity with the first export. */
export const identifyArchive = async (store: Store): Promise<string> => {
  const identities = store.db.collection<ArchiveIdentity>(archiveExportsName)
  // eslint-disable-next-line no-restricted-syntax -- a witness is no read model: no event tells it
  await identities.updateOne(
    { _id: 'archive' },
    { $setOnInsert: { identity: randomUUID() } },
    { ...majority, upsert: true },
  )
  return (await identities.findOne({ _id: 'archive' }))!.identity
}

/** Raises the number of the latest write; one for each export that is open. */
export interface Claims {
  /**
   * @returns the number of the next write
   * @throws {ExportRefused} where the archive was restored meanwhile, or another process exports
   */
  next: () => Promise<number>
}

/**
 * Checks that a sink's position is one of this archive's past.
 * @throws {ExportRefused} where it is not
 */
export const openClaims = async (
  store: Store,
  { archive, exportId, sequence }: ExportPosition,
  { identity, place }: { identity: string; place: string },
): Promise<Claims> => {
  if (archive !== identity)
    throw new ExportRefused(
      'FOREIGN_ARCHIVE',
      `${place} holds rows of another archive, or this one was restored to a time before its first export. Export to a new place.`,
    )
  const witnesses = witnessesOf(store)
  if (sequence === 0)
    // eslint-disable-next-line no-restricted-syntax -- a witness is no read model
    await witnesses.updateOne(
      { _id: exportId },
      { $setOnInsert: { place, sequence: 0, at: new Date() } },
      { ...majority, upsert: true },
    )
  const found = await witnesses.findOne({ _id: exportId })
  if (!found || found.sequence < sequence) throw restored(place)
  let claimed = found.sequence
  return {
    next: async () => {
      // eslint-disable-next-line no-restricted-syntax -- a witness is no read model
      const { matchedCount } = await witnesses.updateOne(
        { _id: exportId, sequence: claimed },
        { $set: { place, at: new Date() }, $inc: { sequence: 1 } },
        majority,
      )
      if (matchedCount === 0) {
        const other = await witnesses.findOne({ _id: exportId })
        if (!other || other.sequence < claimed) throw restored(place)
        throw new ExportRefused('EXPORT_IN_USE', `Another process exports to ${place}.`)
      }
      claimed += 1
      return claimed
    },
  }
}

/** The exports that were made of this archive, the latest write first. */
export const readWitnesses = (store: Store): Promise<ExportWitness[]> =>
  witnessesOf(store)
    .find({ sequence: { $exists: true } }, { sort: { at: -1 }, limit: 100 })
    .toArray()

const witnessesOf = ({ db }: Store): Collection<ExportWitness> => db.collection(archiveExportsName)

const restored = (place: string): ExportRefused =>
  new ExportRefused(
    'ARCHIVE_RESTORED',
    `The archive is older than what ${place} holds of it: it was restored from a backup. Its entries may come again under other batch numbers, so that going on could skip some: export to a new place.`,
  )
