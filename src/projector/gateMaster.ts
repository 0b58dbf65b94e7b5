import type { Collection } from 'mongodb'

import { allProjections } from '@/projections'

import { archiveOf, projectionStatesName, type Store } from './store'

/** The live version of each projection. */
export type Versions = Record<string, number>

/** Which batch of which writer an archived entry was counted in. */
export interface BatchStamp {
  writer: string
  batch: number
}

/** The documents that a switch replaced, and what they hold. */
export interface Kept {
  /** Of the rebuild that replaced them. */
  generation: number
  versions: Versions
  /** Everything that was committed up to here is in them. */
  passages: BatchStamp[]
  at: Date
}

/** What one writer passes. */
export interface Gate {
  _id: string
  /** Transactions that passed. */
  batch: number
  isClosed: boolean
  /** The closing ends here even if whoever closed it died. */
  closedUntil?: Date
  versions: Versions
  /** Raised with every change of all gates; a gate in the making has -1. */
  epoch: number
  /** The database's clock at the last passage. */
  passedAt?: Date
}

/** What all gates follow; the same shape, under a name that no writer has. */
export interface MasterGate extends Gate {
  _id: '*'
  /** Number of the latest rebuild; shadow collections and revisions are named after it. */
  generation: number
  /** The rebuild under way. */
  rebuild: number | null
  /** What a rollback would go back to; absent where nothing was ever switched. */
  kept?: Kept
}

/** What decides for everybody must outlive the primary. */
export const majority = { writeConcern: { w: 'majority' } } as const

export const gatesName = 'projection-gates'
export const rebuildsName = 'projection-rebuilds'

/** The live version of each projection. */
export const readVersions = async (store: Store): Promise<Versions> =>
  (await readMaster(store)).versions

/** What all gates follow; it is created with the first look. */
export const readMaster = async (store: Store): Promise<MasterGate> => {
  const found = await masterOf(store).findOne({ _id: '*' })
  if (found) return found
  const versions = await initialVersions(store)
  await masterOf(store).updateOne(
    { _id: '*' },
    {
      $setOnInsert: { batch: 0, isClosed: false, versions, epoch: 0, generation: 0, rebuild: null },
    },
    { ...majority, upsert: true },
  )
  return (await masterOf(store).findOne({ _id: '*' }))!
}

/** The gates of all writers, the master included. */
export const gatesOf = ({ db }: Store): Collection<Gate> => db.collection(gatesName)

/** The master alone. */
export const masterOf = ({ db }: Store): Collection<MasterGate> => db.collection(gatesName)

/** This program's version of each projection. */
export const ownVersions = (): Versions =>
  Object.fromEntries(allProjections.map(({ name, version }) => [name, version]))

/**
 * Where nothing is said of versions yet: a ledger that was projected before gates existed has the
 * recorded ones, and an empty one has this program's.
 */
const initialVersions = async (store: Store): Promise<Versions> => {
  const states = await store.db
    .collection<{ _id: string; version?: number }>(projectionStatesName)
    .find()
    .toArray()
  const recorded = Object.fromEntries(
    states.flatMap(({ _id, version }) => (version === undefined ? [] : [[_id, version]])),
  ) as Versions
  const isEmpty = (await archiveOf(store).findOne({}, { projection: { _id: 1 } })) === null
  if (isEmpty) return ownVersions()
  return Object.keys(recorded).length > 0 ? recorded : ownVersions()
}
