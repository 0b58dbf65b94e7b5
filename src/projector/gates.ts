import type { ClientSession } from 'mongodb'

import { allProjections } from '@/projections'

import { openGates, openStragglers, switchedVersions } from './gateControl'
import { GateClosed, VersionRetired } from './gateErrors'
import { type BatchStamp, gatesOf, majority, masterOf, readMaster } from './gateMaster'
import { inTransaction, type Store } from './store'

/**
 * Every transaction that applies events passes the gate of its writer first. That gives three
 * things that a rebuild beside the live documents needs:
 *
 * - Commit order. A passage raises the gate's batch number, and every entry of the batch carries
 *   it: the batches up to the numbers read at one moment are exactly what was committed by then,
 *   whatever stream ids they hold (late redeliveries and retried dead letters included).
 * - A pause. A closed gate turns transactions away; because each of them writes its gate, closing
 *   it waits for the one under way. So the switch sees no event in flight.
 * - Versions. The gate says which version of each projection is live; code of another version is
 *   turned away instead of mixing two kinds of documents.
 *
 * One gate a writer, so that workers do not contend for one document. Clocks do not matter: the
 * database's own clock alone decides when a closing has ended.
 */

/** A gate's name where a writer names none: operators' commands and the admin panel share it. */
const sharedGate = 'operator'

/**
 * Runs `work` in one transaction behind the writer's gate.
 * @throws {GateClosed} while a rebuild is switched in
 * @throws {VersionRetired} where this program's projections are not the live ones
 * @throws what `inTransaction` and `work` throw
 */
export const inGatedTransaction = async <T>(
  store: Store,
  timeoutMs: number,
  work: (session: ClientSession, stamp: BatchStamp) => Promise<T>,
): Promise<T> => {
  const enter = (): Promise<T> =>
    inTransaction(store, timeoutMs, async (session) => work(session, await pass(store, session)))
  try {
    return await enter()
  } catch (error) {
    if (error instanceof GateMissing) await register(store, error.writer)
    else if (error instanceof GateClosed && error.isExpired) await reopenExpired(store)
    else throw error
    return enter()
  }
}

class GateMissing extends Error {
  override readonly name = 'GateMissing'

  constructor(readonly writer: string) {
    super(`${writer} has no gate yet`)
  }
}

const pass = async (store: Store, session: ClientSession): Promise<BatchStamp> => {
  const writer = store.writer ?? sharedGate
  const gate = await gatesOf(store).findOneAndUpdate(
    { _id: writer },
    [{ $set: { batch: { $add: ['$batch', 1] }, passedAt: '$$NOW' } }],
    { session, returnDocument: 'after' },
  )
  if (!gate || gate.epoch < 0) throw new GateMissing(writer)
  const { batch, closedUntil, isClosed, passedAt, versions } = gate
  if (isClosed) throw new GateClosed(closedUntil! < passedAt!)
  for (const { name, version } of allProjections)
    if (versions[name] !== version) throw new VersionRetired(name, versions[name] ?? 0, version)
  return { writer, batch }
}

/**
 * Gives a writer its gate. It stands before the master is read: whoever closes all gates either
 * finds it, or has closed the master before.
 */
const register = async (store: Store, writer: string): Promise<void> => {
  await gatesOf(store).updateOne(
    { _id: writer },
    {
      $setOnInsert: { batch: 0, isClosed: true, closedUntil: new Date(0), versions: {}, epoch: -1 },
    },
    { ...majority, upsert: true },
  )
  const { closedUntil, epoch, isClosed, versions } = await readMaster(store)
  await gatesOf(store).updateOne(
    { _id: writer, epoch: -1 },
    { $set: { isClosed, versions, epoch, ...(closedUntil && { closedUntil }) } },
    majority,
  )
}

/**
 * Ends a closing whose author died; what is live then, the collections themselves say. Where its
 * author died after it had opened the master alone, the gates that stayed behind follow that.
 */
const reopenExpired = async (store: Store): Promise<void> => {
  const master = await readMaster(store)
  if (!master.isClosed) return openStragglers(store, master)
  const expired = await masterOf(store).findOne({
    _id: '*',
    epoch: master.epoch,
    $expr: { $lt: ['$closedUntil', '$$NOW'] },
  })
  if (expired) await openGates(store, expired.epoch, await switchedVersions(store, expired))
}
