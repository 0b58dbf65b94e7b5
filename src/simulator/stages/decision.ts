import { canAfford } from '../story/assessments'
import { detail, machineBeat, type Story } from '../story/beat'
import { answer, say } from '../story/dialogue'
import { enterStage } from '../story/process'
import type { Scene } from '../story/scene'
import { fill, sayMoney } from '../story/text'
import { endings } from '../texts/decision'
import { summary } from './summary'

/** Yes, with the money on its way; now and then after a person has looked at it. */
export function* approval(scene: Scene): Story {
  yield enterStage(scene, 'decision')
  if (scene.plan.isReviewedByPerson) {
    yield machineBeat(scene, 'final_decision', { decision: 'PENDING', reason: 'manual_review' })
    yield say(scene, { says: endings.review, why: endings.reviewWhy, input: 'none' })
    yield answer(scene, { says: endings.reviewPatience })
    yield {
      ...machineBeat(scene, 'final_decision', decided(scene, 'APPROVED')),
      pauseMs: scene.random.whole(9_000, 25_000),
    }
  } else yield machineBeat(scene, 'final_decision', decided(scene, 'APPROVED'), 600)
  yield say(scene, {
    says: endings.approved,
    why: endings.approvedWhy,
    data: { decision: 'APPROVED' },
  })
  yield enterStage(scene, 'done', { applicationOutcome: 'approved' })
  yield* goodbye(scene, endings.thanksApproved)
  yield summary(scene, `approved, ${sayMoney(scene.loan.amount)} over ${scene.loan.term} months`)
}

/** No, with the reason as far as it may be told. */
export function* refusal(scene: Scene): Story {
  const reason = declineReason(scene)!
  yield enterStage(scene, 'decision')
  yield machineBeat(scene, 'final_decision', decided(scene, 'DECLINED', reason), 600)
  scene.words.reason = reason
  const says = {
    budget: endings.declinedBudget,
    identity: endings.declinedIdentity,
    fraud: endings.declinedFraud,
  }[reason]
  yield say(scene, { says, why: endings.declinedWhy, data: { decision: 'DECLINED' } })
  yield enterStage(scene, 'done', { applicationOutcome: 'declined' })
  yield* goodbye(scene, endings.thanksDeclined)
  yield summary(scene, `declined (${reason})`)
}

/** Why the answer is no, as far as the checks have gone; nothing where it is not. */
export const declineReason = (scene: Scene): 'budget' | 'identity' | 'fraud' | undefined => {
  if (scene.plan.identity === 'high') return 'identity'
  if (!canAfford(scene)) return 'budget'
  return scene.plan.fraud === 'refuse' ? 'fraud' : undefined
}

/** The customer thinks better of it. */
export function* withdrawal(scene: Scene): Story {
  yield answer(scene, { says: endings.withdrawals })
  yield machineBeat(scene, 'final_decision', decided(scene, 'WITHDRAWN', 'customer_request'), 500)
  yield say(scene, { says: endings.withdrawalReplies, why: endings.withdrawalWhy, ends: true })
  yield detail(scene, { applicationOutcome: 'withdrawn' })
  yield summary(scene, 'withdrawn by the customer')
}

/** The customer stops answering. The broker asks, waits, and sometimes closes. */
export function* silence(scene: Scene): Story {
  const { random } = scene
  const { nudges, nudgeWhy, lastNudges, lastNudgeWhy } = endings
  yield say(scene, {
    says: nudges,
    why: nudgeWhy,
    pauseMs: random.whole(28_000, 65_000),
    data: { nudge: 1 },
  })
  if (random.chance(0.25)) return
  yield say(scene, {
    says: lastNudges,
    why: lastNudgeWhy,
    pauseMs: random.whole(30_000, 60_000),
    data: { nudge: 2 },
    ends: random.chance(0.8),
  })
  if (random.chance(0.5)) yield summary(scene, 'abandoned before the decision')
}

function* goodbye(scene: Scene, thanks: readonly string[]): Story {
  const { random } = scene
  if (random.chance(0.85)) yield answer(scene, { says: thanks })
  yield say(scene, {
    says: endings.goodbyes,
    why: endings.goodbyeWhy,
    input: 'none',
    ends: random.chance(0.9),
  })
}

/** What is sent when a decision falls. */
export const decided = ({ random, loan, words }: Scene, decision: string, reason?: string) => ({
  decision: random.chance(0.8) ? decision : decision.toLowerCase(),
  ...(reason && { reason }),
  ...(decision === 'APPROVED' && {
    approvedAmount: loan.amount.toFixed(2),
    note: fill('{instalment} a month', words),
  }),
  policyVersion: choosePolicy(random.next()),
})

const choosePolicy = (chance: number): string => (chance < 0.5 ? '2026.1' : '2026.2')
