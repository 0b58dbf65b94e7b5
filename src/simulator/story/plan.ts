import type { Random } from '../random'

/** What becomes of a conversation, decided before its first word. */
export interface Plan {
  outcome: 'approved' | 'declined' | 'withdrawn' | 'abandoned'
  /** What the checks would come to, if the customer stays. */
  declineReason?: 'budget' | 'identity' | 'fraud'
  /** The customer's turn (1 = the first) at which they go silent or withdraw. */
  leavesAtTurn?: number
  identity: 'low' | 'medium' | 'high'
  fraud: 'clear' | 'review' | 'refuse'
  amountChange?: 'more' | 'less'
  /** A person confirms the decision: `PENDING` comes first. */
  isReviewedByPerson: boolean
  /** The customer speaks first. */
  hasOwnOpening: boolean
  tellsAmountAtOnce: boolean
  hasNoLicence: boolean
  /** Which keys the producer uses for utterances. */
  keys: 'long' | 'short' | 'mixed'
  /** Which of the providers answers each check. */
  provider: number
}

/** `canAfford` is what the household's numbers say. */
export const createPlan = (random: Random): Plan => {
  const outcome = random.weighted({
    approved: 45,
    declined: 20,
    withdrawn: 11,
    abandoned: 24,
  } as const)
  const declineReason =
    outcome === 'declined'
      ? random.weighted({ budget: 70, identity: 14, fraud: 16 } as const)
      : undefined
  const leaves = outcome === 'withdrawn' || outcome === 'abandoned'
  return {
    outcome,
    ...(declineReason && { declineReason }),
    ...(leaves && { leavesAtTurn: random.whole(outcome === 'withdrawn' ? 3 : 2, 19) }),
    identity: declineReason === 'identity' ? 'high' : random.chance(0.18) ? 'medium' : 'low',
    fraud: declineReason === 'fraud' ? 'refuse' : random.chance(0.2) ? 'review' : 'clear',
    ...(random.chance(0.24) && { amountChange: random.weighted({ more: 65, less: 35 } as const) }),
    isReviewedByPerson: random.chance(0.1),
    hasOwnOpening: random.chance(0.6),
    tellsAmountAtOnce: random.chance(0.3),
    hasNoLicence: random.chance(0.15),
    keys: random.pick(['long', 'short', 'mixed']),
    provider: random.whole(0, 2),
  }
}
