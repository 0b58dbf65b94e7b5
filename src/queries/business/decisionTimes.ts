import type { ApplicationRow } from './rows'

/** How many decisions took so long. */
export interface DecisionTimeBar {
  fromMs: number
  /** Exclusive; null where there is no upper bound. */
  toMs: number | null
  applications: number
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Where one bar of the distribution ends and the next begins, in milliseconds. */
export const decisionTimeBounds = [
  0,
  5 * minuteMs,
  10 * minuteMs,
  20 * minuteMs,
  40 * minuteMs,
  hourMs,
  4 * hourMs,
  24 * hourMs,
]

/** Counts decisions by how long they took. */
export class DecisionTimes {
  private readonly counts = decisionTimeBounds.map(() => 0)
  private unknown = 0

  add({ outcome, timeToDecisionMs }: ApplicationRow): void {
    if (outcome !== 'approved' && outcome !== 'declined') return
    if (typeof timeToDecisionMs !== 'number') {
      this.unknown += 1
      return
    }
    const bar = decisionTimeBounds.findLastIndex((fromMs) => timeToDecisionMs >= fromMs)
    this.counts[Math.max(bar, 0)]! += 1
  }

  /** One bar for each stretch, the empty ones too. */
  toBars(): DecisionTimeBar[] {
    return decisionTimeBounds.map((fromMs, index) => ({
      fromMs,
      toMs: decisionTimeBounds[index + 1] ?? null,
      applications: this.counts[index]!,
    }))
  }

  /** Decisions of which nobody knows how long they took. */
  countUnknown(): number {
    return this.unknown
  }
}
