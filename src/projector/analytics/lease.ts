import type { ClientSession } from 'mongodb'

import { endSession, openSession, type Sessions } from '../sessions'
import type { Store } from '../store'
import { AnalyticsLost, type FollowerState, followersOf, readFollower } from './state'

/** The right to count, which one instance has at a time; it runs out by itself. */
export interface FollowerLease {
  /** Names who has it. */
  owner: string
  /** Where transactions get their session from: a successor can end what it left open. */
  sessions: Sessions
  /**
   * Writes the state, and prolongs the lease with it. With a session it fences the transaction:
   * whoever lost the lease meanwhile cannot commit.
   * @param options.countedMsAgo everything that was committed so long ago is counted
   * @throws {AnalyticsLost}
   */
  write: (
    change: Partial<FollowerState>,
    options?: { countedMsAgo?: number | undefined; session?: ClientSession },
  ) => Promise<void>
  /** Whether work ran out of time: transactions need another lease then. */
  hasEnded: () => boolean
  /** Lets another instance go on at once. */
  release: () => Promise<void>
}

/** An instance that shows no sign for so long counts as dead, where nothing else is said. */
export const usualLeaseMs = 20_000

/**
 * Takes the lease, or finds it taken. A newer program takes it from an older one at once, and an
 * older one never takes it again.
 * @param leaseMs how long without a sign the next one waits for this one
 * @returns nothing where another instance has it
 */
export const takeLease = async (
  store: Store,
  program: number,
  leaseMs = usualLeaseMs,
): Promise<FollowerLease | undefined> => {
  await ensureFollower(store)
  const before = await readFollower(store)
  const isFree = {
    program: { $lte: program },
    $or: [{ program: { $lt: program } }, { $expr: { $lte: ['$heldUntil', '$$NOW'] } }],
  }
  const free = await followersOf(store).findOne({ _id: 'follower', ...isFree })
  if (!free) return undefined
  // MongoDB would hold what a killed process was writing for a minute.
  if (before?.owner) await endSession(store.client, before.owner)
  const sessions = openSession(store.client)
  const { matchedCount } = await followersOf(store).updateOne(
    { _id: 'follower', owner: before?.owner ?? null, ...isFree },
    [{ $set: { ...heldFor(leaseMs), owner: { $literal: sessions.id }, program } }],
    { writeConcern: { w: 'majority' } },
  )
  if (matchedCount > 0) return toLease(store, sessions, leaseMs)
  await sessions.close()
  return undefined
}

/** Creates the state where there is none. */
export const ensureFollower = async (store: Store): Promise<void> => {
  await followersOf(store).updateOne(
    { _id: 'follower' },
    {
      $setOnInsert: {
        owner: null,
        heldUntil: new Date(0),
        program: 0,
        caughtUpAt: new Date(),
        failures: 0,
        skipped: [],
      },
    },
    { upsert: true, writeConcern: { w: 'majority' } },
  )
}

const heldFor = (leaseMs: number) => ({ heldUntil: { $add: ['$$NOW', leaseMs] } })

const toLease = (
  store: Store,
  sessions: ReturnType<typeof openSession>,
  leaseMs: number,
): FollowerLease => ({
  owner: sessions.id,
  sessions,
  hasEnded: sessions.hasEnded,
  write: async (change, { countedMsAgo, session } = {}) => {
    const { matchedCount } = await followersOf(store).updateOne(
      { _id: 'follower', owner: sessions.id },
      [
        {
          $set: {
            ...literal(change),
            ...heldFor(leaseMs),
            ...(countedMsAgo !== undefined && { caughtUpAt: notBefore(countedMsAgo) }),
          },
        },
      ],
      session ? { session } : { writeConcern: { w: 'majority' } },
    )
    if (matchedCount === 0) throw new AnalyticsLost()
  },
  release: async () => {
    await followersOf(store).updateOne(
      { _id: 'follower', owner: sessions.id },
      { $set: { heldUntil: new Date(0), owner: null } },
    )
    await sessions.close()
  },
})

const notBefore = (msAgo: number) => ({
  $max: ['$caughtUpAt', { $subtract: ['$$NOW', Math.round(msAgo)] }],
})

/** Values as they are: in a pipeline a text that begins with `$` would be a field's name. */
const literal = (change: Partial<FollowerState>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(change).map(([name, value]) => [name, { $literal: value }]))
