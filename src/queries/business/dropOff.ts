import type { Filter } from 'mongodb'

import type { ConversationStatsDocument } from '@/projections/analytics/documents'

import type { ConversationRow } from './rows'
import { share } from './tally'

/** After so long without an event, a conversation that nobody ended counts as left. */
export const silentMs = 24 * 3_600_000

/** How many conversations were left at one stage. */
export interface DropOffBar {
  /** Where the application stood; null where it had no stage yet. */
  stage: string | null
  conversations: number
  /** Of all that were left, 0 to 1. */
  shareOfLeft: number | null
}

/** The most bars: where there are more stages, those at which most were left. */
export const maximumDropOffBars = 100

/** Statuses of a conversation that is over. */
const ended = ['soft_end', 'hard_end']

/**
 * Whether a conversation was left without an approval or a decline: it was withdrawn, it ended, or
 * nothing has happened in it for `silentMs`.
 */
export const wasLeft = ({ lastEventAt, outcome, status }: ConversationRow, now: Date): boolean =>
  outcome !== 'approved' &&
  outcome !== 'declined' &&
  (outcome === 'withdrawn' ||
    ended.includes(status) ||
    lastEventAt.getTime() <= now.getTime() - silentMs)

/** The same rule for the database. */
export const wasLeftMatch = (now: Date): Filter<ConversationStatsDocument> => ({
  outcome: { $nin: ['approved', 'declined'] },
  $or: [
    { outcome: 'withdrawn' },
    { status: { $in: ended } },
    { lastEventAt: { $lte: new Date(now.getTime() - silentMs) } },
  ],
})

/** Counts by stage where conversations were left. */
export class DropOff {
  private readonly counts = new Map<string | null, number>()

  constructor(private readonly now: Date) {}

  add(row: ConversationRow): void {
    if (!wasLeft(row, this.now)) return
    const stage = row.dropOffStage ?? null
    this.counts.set(stage, (this.counts.get(stage) ?? 0) + 1)
  }

  /** One bar for each stage at which somebody left, in the order given; unknown stages come last. */
  toBars(stages: readonly string[]): DropOffBar[] {
    const total = [...this.counts.values()].reduce((sum, count) => sum + count, 0)
    const place = (stage: string | null): number => {
      if (stage === null) return -1
      const index = stages.indexOf(stage)
      return index === -1 ? stages.length : index
    }
    return [...this.counts]
      .sort(([, left], [, right]) => right - left)
      .slice(0, maximumDropOffBars)
      .sort(([left], [right]) => place(left) - place(right))
      .map(([stage, conversations]) => ({
        stage,
        conversations,
        shareOfLeft: share(conversations, total),
      }))
  }
}
