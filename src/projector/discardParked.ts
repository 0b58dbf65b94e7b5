import type { ClientSession } from 'mongodb'

import { type DeadLetter, deadLettersOf, inTransaction, type Store } from './store'
import { whileContested } from './whileContested'

/** What a reason must be. */
export const discardReasonRule = '3 to 500 characters'

/** Whether a text (trimmed before) says enough, and not too much, to be a reason. */
export const isDiscardReason = (reason: string): boolean =>
  reason.length >= 3 && reason.length <= 500

/** A dead letter that somebody decided to never apply. */
export interface DiscardedLetter extends DeadLetter {
  status: 'discarded'
  discardReason: string
  /** Who decided it: a user's e-mail address, or `cli:<account>`. */
  discardedBy: string
  discardedAt: Date
}

/** What became of a dead letter that was to be discarded. */
export type DiscardOutcome =
  | { id: string; outcome: 'discarded'; letter: DiscardedLetter }
  /** It was retried or discarded before. */
  | { id: string; outcome: 'not-parked'; status: DeadLetter['status'] }
  | { id: string; outcome: 'not-found' }

/**
 * Lays a parked entry aside for good. Its letter says why, who and when; the entry stays in the
 * archive as `parked`: it is part of the ledger and is never applied. Only what is parked can be
 * discarded, and what is discarded is not retried any more.
 * @param id the dead letter's id (the stream id in the form that sorts)
 * @param alongside what is written in the same transaction
 */
export const discardParked = async ({
  actor,
  alongside,
  id,
  now = new Date(),
  reason,
  store,
  timeoutMs = 30_000,
}: {
  store: Store
  id: string
  reason: string
  actor: string
  now?: Date
  timeoutMs?: number
  alongside?: (session: ClientSession, letter: DiscardedLetter) => Promise<void>
}): Promise<DiscardOutcome> =>
  whileContested(() =>
    inTransaction(store, timeoutMs, async (session): Promise<DiscardOutcome> => {
      const letter = await deadLettersOf(store).findOne({ _id: id }, { session })
      if (!letter) return { id, outcome: 'not-found' }
      if (letter.status !== 'parked') return { id, outcome: 'not-parked', status: letter.status }
      const decision = {
        status: 'discarded',
        discardReason: reason,
        discardedBy: actor,
        discardedAt: now,
      } as const
      await deadLettersOf(store).updateOne({ _id: id }, { $set: decision }, { session })
      const discarded: DiscardedLetter = { ...letter, ...decision }
      await alongside?.(session, discarded)
      return { id, outcome: 'discarded', letter: discarded }
    }),
  )
