import type { ClientSession } from 'mongodb'

import type { openSession, Sessions } from '../sessions'
import type { Store } from '../store'
import { forget, RebuildLost, type RebuildRecord, rebuildsOf, showAlive } from './record'

/** How a rebuild's owner writes its record; every call fails once it is the owner no more. */
export interface OwnedRebuild {
  readonly record: RebuildRecord
  /** Where its transactions get their session from: its owner is known by that. */
  readonly sessions: Sessions
  /**
   * Notes progress; where a session is given, in the transaction of the work, and `committed` says
   * that it counts.
   * @throws {RebuildLost}
   */
  checkpoint: (change: Partial<RebuildRecord>, session?: ClientSession) => Promise<void>
  committed: (change: Partial<RebuildRecord>) => void
  /** Shows that its owner is alive; nothing once it has ended. @throws {RebuildLost} */
  beat: () => Promise<void>
  /** Ends it for good. @throws {RebuildLost} */
  finish: (phase: 'switched' | 'discarded' | 'failed', reason?: string) => Promise<void>
  /** Lets go of it as it is; anybody may go on. */
  release: () => Promise<void>
}

/** The rebuild as its owner sees it. */
export const own = (
  store: Store,
  begun: RebuildRecord,
  sessions: ReturnType<typeof openSession>,
): OwnedRebuild => {
  const owner = sessions.id
  let record = begun
  let hasEnded = false
  const write = async (change: Partial<RebuildRecord>, session?: ClientSession): Promise<void> => {
    const { matchedCount } = await rebuildsOf(store).updateOne(
      {
        _id: record._id,
        owner,
        // A step whose commit went unanswered may be done: it must not be done again.
        ...(session && { counted: record.counted }),
      },
      [{ $set: { ...literal(change), updatedAt: '$$NOW' } }],
      session ? { session } : { writeConcern: { w: 'majority' } },
    )
    if (matchedCount === 0) throw new RebuildLost('the rebuild was taken over or cancelled')
  }
  return {
    get record() {
      return record
    },
    sessions,
    checkpoint: async (change, session) => {
      await write(change, session)
      if (!session) record = { ...record, ...change }
    },
    committed: (change) => {
      record = { ...record, ...change }
    },
    beat: async () => {
      const found = await rebuildsOf(store).findOne({ _id: record._id, owner })
      if (hasEnded) return
      if (!found) throw new RebuildLost('the rebuild was taken over or cancelled')
      await showAlive(store, record._id, owner)
    },
    finish: async (phase, reason) => {
      await write({ phase, ...(reason && { reason }) })
      hasEnded = true
      record = { ...record, phase }
      await rebuildsOf(store).updateOne({ _id: record._id }, { $unset: { owner: '' } })
      await forget(store, record._id)
      await sessions.close()
    },
    release: async () => {
      hasEnded = true
      await rebuildsOf(store).updateOne({ _id: record._id, owner }, { $unset: { owner: '' } })
      await sessions.close()
    },
  }
}

/** Values as they are: in a pipeline a text that begins with `$` would be a field's name. */
const literal = (change: Partial<RebuildRecord>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(change).map(([name, value]) => [name, { $literal: value }]))
