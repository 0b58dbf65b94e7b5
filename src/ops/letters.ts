import { classifyFailure } from '@/projector/failures'
import { type DiscardOutcome, discardParked } from '@/projector/discardParked'
import { retryParked, type RetryOutcome, type RetryParts } from '@/projector/retryParked'
import { deadLettersName, deadLettersOf } from '@/projector/store'

import { recordAudit } from './audit'

/** What an operation on dead letters works with. */
export type LetterParts = RetryParts

/**
 * Retries one parked entry, or shows what that would change, and records who did it. An entry that
 * fails by itself again is an outcome, not an error.
 * @throws where an engine is away; nothing is changed then
 */
export const retryLetter = async (
  parts: LetterParts,
  { actor, id, isDryRun = false }: { id: string; actor: string; isDryRun?: boolean },
): Promise<RetryOutcome> => {
  const { db } = parts.store()
  const audit = (outcome: RetryOutcome) => ({
    actor,
    action: 'dead-letter.retried' as const,
    subject: `${deadLettersName}/${id}`,
    details: {
      outcome: outcome.outcome,
      ...('code' in outcome && { code: outcome.code }),
      ...('changes' in outcome && {
        documents: outcome.changes.map((change) => `${change.collection}/${change.id}`),
      }),
    },
  })
  try {
    return await retryParked(parts, id, {
      isDryRun,
      alongside: (session, outcome) => recordAudit(db, audit(outcome), session),
    })
  } catch (error) {
    if (classifyFailure(error) !== 'event') throw error
    const reason = error instanceof Error ? error.message : String(error)
    const refused = { id, outcome: 'refused', code: 'PROJECTION_FAILED', path: '', reason } as const
    if (!isDryRun) await recordAudit(db, audit(refused))
    return refused
  }
}

/** What came of a retry of all that is parked, as far as it went. */
export interface RetriedAll {
  outcomes: RetryOutcome[]
  /** The last letter that was looked at, where more are left; go on after it. */
  next?: string
}

/**
 * Retries parked entries one by one, oldest first, up to a number of letters and a time.
 * @param after go on after this letter
 */
export const retryAllLetters = async (
  parts: LetterParts,
  {
    actor,
    after = '',
    isDryRun = false,
    maximumLetters = 1_000,
    maximumMs = 20_000,
    onOutcome,
  }: {
    actor: string
    after?: string
    isDryRun?: boolean
    maximumLetters?: number
    maximumMs?: number
    onOutcome?: (outcome: RetryOutcome) => void
  },
): Promise<RetriedAll> => {
  const deadline = Date.now() + maximumMs
  const outcomes: RetryOutcome[] = []
  for (let last = after; ;) {
    const letter = await deadLettersOf(parts.store()).findOne(
      { status: 'parked', _id: { $gt: last } },
      { sort: { _id: 1 }, projection: { _id: 1 } },
    )
    if (!letter) return { outcomes }
    if (outcomes.length >= maximumLetters || Date.now() > deadline) return { outcomes, next: last }
    const outcome = await retryLetter(parts, { actor, id: letter._id, isDryRun })
    outcomes.push(outcome)
    onOutcome?.(outcome)
    last = letter._id
  }
}

/** Discards one parked entry and records who did it and why. */
export const discardLetter = async (
  parts: Pick<LetterParts, 'store' | 'settings'>,
  { actor, id, reason }: { id: string; actor: string; reason: string },
): Promise<DiscardOutcome> =>
  discardParked({
    store: parts.store(),
    id,
    reason,
    actor,
    timeoutMs: parts.settings.processingTimeoutMs,
    alongside: (session) =>
      recordAudit(
        parts.store().db,
        {
          actor,
          action: 'dead-letter.discarded',
          subject: `${deadLettersName}/${id}`,
          details: { reason },
        },
        session,
      ),
  })
