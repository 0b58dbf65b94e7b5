import type { Logger } from 'pino'

import type { ChangeFrame } from '@/realtime/frames'

import type { Store } from '../store'
import type { Drift } from '../verify'
import type { Comparison } from './compare'
import type { OnProgress } from './fold'
import type { RebuildRecord } from './record'

/** What a rebuild works with. */
export interface RebuildParts {
  store: () => Store
  /** Tells every screen of the documents that are otherwise now. */
  publish: (frames: ChangeFrame[]) => Promise<unknown>
  /** Makes every screen load again, where too much changed to be told. */
  resync: () => Promise<unknown>
  logger: Logger
  /** Interrupts it; it can be gone on with. */
  signal: AbortSignal
  onProgress?: OnProgress
}

/** How the new documents differ from the live ones. */
export interface RebuildDifference extends Omit<Comparison, 'listed'> {
  /** The first of them, field by field. */
  drifts: Drift[]
}

/** What became of a rebuild. */
export interface RebuildOutcome {
  record: RebuildRecord
  difference?: RebuildDifference
  outcome: 'switched' | 'discarded' | 'interrupted'
  /** For how long no event was applied, in milliseconds. */
  closedMs?: number
}

/** What to rebuild, and who decides about the switch. */
export interface RebuildRequest {
  names: string[]
  startedBy: RebuildRecord['startedBy']
  /** Goes back to what the last switch replaced, instead of beginning with the archive. */
  isRollback?: boolean
  /** Sees the difference and says whether to switch. */
  decide: (difference: RebuildDifference, signal: AbortSignal) => Promise<boolean>
}
