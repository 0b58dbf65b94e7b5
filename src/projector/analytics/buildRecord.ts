import type { ClientSession, Collection } from 'mongodb'

import type { BatchStamp } from '../gateMaster'
import { endSession, openSession, type Sessions } from '../sessions'
import { inTransaction, type Store } from '../store'
import { whileContested } from '../whileContested'
import {
  AnalyticsLost,
  analyticsStateName,
  type AnalyticsVersion,
  type SkippedDocument,
} from './state'

/** What a computation goes through: all documents of one kind after the other, then what came since. */
export type BuildLane = 'applications' | 'conversations' | 'days' | 'tail'

/** One computation of all numbers beside the live ones, as it is on record. */
export interface BuildRecord extends AnalyticsVersion {
  _id: 'build'
  /** Its collections are named after it, and its revisions begin with it. */
  generation: number
  phase: 'building' | 'switched' | 'discarded' | 'failed'
  startedBy: 'operator' | 'deployment'
  lane: BuildLane
  /** The last key of the lane that was looked at. */
  after: string
  /** Everything that was committed up to here is counted, once all lanes are through. */
  passages: BatchStamp[]
  position?: string
  /** Documents and entries looked at, of about so many. */
  counted: number
  total: number
  /** Documents that could not be worked out; they are missing in the numbers, and tried again later. */
  skipped: SkippedDocument[]
  startedAt: Date
  updatedAt: Date
  /** Why it failed, or was discarded. */
  reason?: string
  owner: string | null
  heldUntil: Date
}

/** A computation as whoever is at work on it sees it. */
export interface OwnedBuild {
  readonly record: BuildRecord
  /**
   * Runs one step and its note in one transaction; whoever lost the computation cannot commit.
   * @throws {AnalyticsLost}
   */
  step: (
    timeoutMs: number,
    work: (session: ClientSession) => Promise<Partial<BuildRecord>>,
  ) => Promise<void>
  /** @throws {AnalyticsLost} */
  note: (change: Partial<BuildRecord>) => Promise<void>
  sessions: Sessions
  /** Lets go of it as it is; anybody may go on. */
  release: () => Promise<void>
}

/** Another computation is under way, and whoever runs it is alive. */
export class BuildUnderWay extends Error {
  override readonly name = 'BuildUnderWay'
  readonly code = 'REBUILD_UNDER_WAY'

  constructor() {
    super('a rebuild of the analytics is under way')
  }
}

/** Whoever builds and shows no sign for so long counts as dead. */
const leaseMs = 20_000

export const buildsOf = ({ db }: Store): Collection<BuildRecord> =>
  db.collection(analyticsStateName)

export const readBuild = async (store: Store): Promise<BuildRecord | undefined> =>
  (await buildsOf(store).findOne({ _id: 'build' })) ?? undefined

/**
 * Begins a computation, or goes on with the one of the same kind that was left behind.
 * @throws {BuildUnderWay} while another process is at work on one
 */
export const takeBuild = async (
  store: Store,
  fresh: Omit<BuildRecord, '_id' | 'generation' | 'owner' | 'heldUntil'>,
): Promise<OwnedBuild> => {
  await buildsOf(store).updateOne(
    { _id: 'build' },
    { $setOnInsert: { generation: 0, phase: 'discarded', owner: null, heldUntil: new Date(0) } },
    { upsert: true, writeConcern: { w: 'majority' } },
  )
  const before = await buildsOf(store).findOne({
    _id: 'build',
    $expr: { $lte: ['$heldUntil', '$$NOW'] },
  })
  if (!before) throw new BuildUnderWay()
  if (before.owner) await endSession(store.client, before.owner)
  // Whoever was stopped before its collections stood may create them yet: those are not ours.
  const isSame =
    before.phase === 'building' &&
    !isUnbegun(before) &&
    before.version === fresh.version &&
    before.timeZone === fresh.timeZone &&
    before.sources === fresh.sources
  const sessions = openSession(store.client)
  const record: BuildRecord = {
    ...(isSame ? before : { ...fresh, _id: 'build', generation: before.generation + 1 }),
    owner: sessions.id,
    heldUntil: new Date(0),
  }
  const { _id: _, heldUntil: __, ...content } = record
  const { matchedCount } = await buildsOf(store).updateOne(
    { _id: 'build', owner: before.owner, generation: before.generation },
    [{ $replaceWith: { _id: '$_id', heldUntil: until, ...literal(content) } }],
    { writeConcern: { w: 'majority' } },
  )
  if (matchedCount > 0) return own(store, record, sessions)
  await sessions.close()
  throw new BuildUnderWay()
}

/**
 * Ends the computation that is under way, whoever is at work on it.
 * @returns nothing where there is none
 */
export const cancelBuild = async (store: Store): Promise<BuildRecord | undefined> =>
  (await buildsOf(store).findOneAndUpdate(
    { _id: 'build', phase: 'building' },
    { $set: { phase: 'discarded', reason: 'cancelled', owner: null, heldUntil: new Date(0) } },
    { returnDocument: 'after', writeConcern: { w: 'majority' } },
  )) ?? undefined

/** Whether nothing of it is counted, so that its collections may not stand. */
export const isUnbegun = ({ after, lane }: Pick<BuildRecord, 'after' | 'lane'>): boolean =>
  lane === 'applications' && after === ''

const until = { $add: ['$$NOW', leaseMs] }

const own = (
  store: Store,
  taken: BuildRecord,
  sessions: ReturnType<typeof openSession>,
): OwnedBuild => {
  let record = taken
  const write = async (change: Partial<BuildRecord>, session?: ClientSession): Promise<void> => {
    const isOver = change.phase !== undefined && change.phase !== 'building'
    const { matchedCount } = await buildsOf(store).updateOne(
      { _id: 'build', owner: sessions.id, generation: record.generation },
      [
        {
          $set: {
            ...literal(change),
            updatedAt: '$$NOW',
            ...(isOver ? { owner: null, heldUntil: new Date(0) } : { heldUntil: until }),
          },
        },
      ],
      session ? { session } : { writeConcern: { w: 'majority' } },
    )
    if (matchedCount === 0) throw new AnalyticsLost()
  }
  return {
    get record() {
      return record
    },
    sessions,
    step: async (timeoutMs, work) => {
      const change = await whileContested(() =>
        inTransaction({ ...store, sessions }, timeoutMs, async (session) => {
          const result = await work(session)
          await write(result, session)
          return result
        }),
      )
      record = { ...record, ...change, updatedAt: new Date() }
    },
    note: async (change) => {
      await write(change)
      record = { ...record, ...change, updatedAt: new Date() }
    },
    release: async () => {
      await buildsOf(store).updateOne(
        { _id: 'build', owner: sessions.id },
        { $set: { owner: null, heldUntil: new Date(0) } },
      )
      await sessions.close()
    },
  }
}

/** Values as they are: in a pipeline a text that begins with `$` would be a field's name. */
const literal = (change: Partial<BuildRecord>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(change).map(([name, value]) => [name, { $literal: value }]))
