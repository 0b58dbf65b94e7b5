import type { ClientSession, Collection } from 'mongodb'

import type { BatchStamp } from '../gateMaster'
import type { Store } from '../store'

/** What makes two computations of the same events alike. */
export interface AnalyticsVersion {
  version: number
  /** Whose days the numbers are of (`BUSINESS_TIME_ZONE`). */
  timeZone: string
  /** Number of the rebuild that last put other conversations or applications in place; 0 for none. */
  sources: number
}

/** What the live numbers are, and how far. */
export interface LiveAnalytics extends AnalyticsVersion {
  /** Of the computation that made them; their collections were named after it until the switch. */
  generation: number
  /** While collections of that computation are put in place; nothing is counted meanwhile. */
  isSwitching: boolean
  /** Everything that was committed up to here is counted. */
  passages: BatchStamp[]
}

/** A document that could not be worked out; it is left as it is and tried again. */
export interface SkippedDocument {
  collection: string
  id: string
  /** Class of the error; never its words, which may be a customer's. */
  reason: string
  tries: number
  retryAt: Date
}

/** How the follower of the ledger stands, whichever instance has it. */
export interface FollowerState {
  _id: 'follower'
  /** Session of whoever is at work, and until when it is taken to be alive, by the database's clock. */
  owner: string | null
  heldUntil: Date
  /** The newest program that ever was at work; older ones leave it alone. */
  program: number
  live?: LiveAnalytics
  /** Archive id of the latest entry that was counted. */
  position?: string
  /** Everything that was committed by then is counted; at first, when counting was taken up. */
  caughtUpAt: Date
  /** Steps that failed one after the other. */
  failures: number
  skipped: SkippedDocument[]
}

export const analyticsStateName = 'analytics-state'

/** How the follower stands. */
export const followersOf = ({ db }: Store): Collection<FollowerState> =>
  db.collection(analyticsStateName)

/** @returns nothing where nobody ever followed this ledger */
export const readFollower = async (
  store: Store,
  session?: ClientSession,
): Promise<FollowerState | undefined> =>
  (await followersOf(store).findOne({ _id: 'follower' }, session && { session })) ?? undefined

/** Another instance took over: nothing more may be written. */
export class AnalyticsLost extends Error {
  override readonly name = 'AnalyticsLost'
  readonly code = 'ANALYTICS_LOST'

  constructor() {
    super('another instance counts for the analytics')
  }
}
