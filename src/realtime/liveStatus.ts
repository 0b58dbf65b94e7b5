import type { StreamId } from '@/ledger/streamId'

/** What `GET /api/realtime/status` says of the screens' truth. */
export interface LiveStatus {
  /** Redis' clock when it was read, in milliseconds since the epoch; absent where Redis is away. */
  atMs?: number
  /** Everything up to this event is archived (applied, ignored or parked) and was published. */
  completeTo?: StreamId
  /** Events that were appended and are not done. */
  behindEvents: number
  /** There may be more of them. */
  isBehindAtLeast: boolean
  /** How long the first of them has waited, in milliseconds; 0 where none waits. */
  waitingMs: number
  /** The place in the change feed that a screen must have reached to show all that. */
  position?: StreamId
  overall: 'healthy' | 'degraded' | 'unhealthy'
  /** Codes of what health has found. */
  findings: string[]
  /** Events that could not be applied and wait for a decision. */
  parked: number
  /** Documents that are not what the ledger says. */
  drifted: number
  /** Entries that were lost in the last 24 hours, before they could be read. */
  lost: number
  /** Whether read models are being rebuilt. */
  isRebuilding: boolean
}
