import { portalProjections, supervisorProjections } from '@/projections'
import { fromDocumentId } from '@/ledger/documentId'

import { readPassages } from '../gateControl'
import { type BatchStamp, type Kept, masterOf, readMaster } from '../gateMaster'
import type { Store } from '../store'
import { readCommitted, toCountable } from '../committed'
import { dropLeftovers, projectionNames, toKeptName } from './shadows'

/**
 * Copies all live documents aside while traffic goes on.
 * @returns the passages from which on the copy may be behind; see `refreshKept`
 */
export const keepLive = async (store: Store, generation: number): Promise<BatchStamp[]> => {
  const since = await readPassages(store)
  for (const name of projectionNames)
    await store.db
      .collection(name)
      .aggregate([{ $match: {} }, { $out: toKeptName(name, generation) }])
      .toArray()
  return since
}

/**
 * Brings the copy up to date with everything that changed since it was begun: what the events
 * concern, and what shows something of that. Exact while the gates are closed.
 */
export const refreshKept = async (
  store: Store,
  generation: number,
  since: readonly BatchStamp[],
  now: readonly BatchStamp[],
): Promise<void> => {
  const replace = (name: string, filter: object): Promise<void> =>
    copyAgain(store, name, generation, filter)
  const { applications, conversations, customers } = supervisorProjections
  const touched = new Map(projectionNames.map((name) => [name, new Set<string>()]))
  for await (const { entries } of readCommitted(store, since, now))
    for (const event of toCountable(entries).events)
      for (const projection of Object.values(supervisorProjections))
        for (const key of projection.keysOf(event)) touched.get(projection.name)!.add(key)
  const idsOf = (name: string): string[] => [...touched.get(name)!]
  await replace(customers.name, { _id: { $in: idsOf(customers.name) } })
  await replace(applications.name, { _id: { $in: idsOf(applications.name) } })
  await replace(conversations.name, {
    $or: [
      { _id: { $in: idsOf(conversations.name) } },
      // A customer's name and a contested application show in every conversation about them.
      { customerId: { $in: idsOf(customers.name) } },
      { applicationId: { $in: idsOf(applications.name) } },
    ],
  })
  const { customerApplications, customerConversations } = portalProjections
  await replace(customerConversations.name, {
    _id: { $in: idsOf(conversations.name) },
  })
  await replace(customerApplications.name, {
    $or: [
      { _id: { $in: idsOf(applications.name) } },
      // What customers are shown names them by their business ids.
      { customerId: { $in: idsOf(customers.name).map(fromDocumentId) } },
    ],
  })
}

/** Notes what the copy is, for a rollback. */
export const recordKept = async (store: Store, kept: Kept): Promise<void> => {
  await masterOf(store).updateOne({ _id: '*' }, { $set: { kept } })
}

/** What a rollback would go back to; nothing where nothing was ever switched. */
export const readKept = async (store: Store): Promise<Kept | undefined> =>
  (await readMaster(store)).kept

/** Removes what this rebuild and those before it left behind. */
export const clear = async (store: Store, upTo: number): Promise<void> =>
  dropLeftovers(store, { upTo, keptGeneration: (await readKept(store))?.generation })

const copyAgain = async (
  { db }: Store,
  name: string,
  generation: number,
  filter: object,
): Promise<void> => {
  const into = toKeptName(name, generation)
  await db
    .collection(name)
    .aggregate([{ $match: filter }, { $merge: { into, whenMatched: 'replace' } }])
    .toArray()
}
