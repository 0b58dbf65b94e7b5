import { affordabilityBuffer } from '../people/finances'
import { serviceabilityResult } from '../story/assessments'
import { detail, machineBeat, note, type Story } from '../story/beat'
import { answer, choose, say } from '../story/dialogue'
import { instalmentOf, type Scene } from '../story/scene'
import { fill, sayMoney } from '../story/text'
import { afterwards } from '../texts/afterwards'
import { endings } from '../texts/decision'
import { notes } from '../texts/notes'
import { decided, withdrawal } from './decision'
import { summary } from './summary'

/** The customer shows more income than the statements did, a person looks, and the answer is yes. */
export function* secondLook(scene: Scene, laterMs: number): Story {
  const { loan, words } = scene
  yield { ...answer(scene, { says: afterwards.asks }), pauseMs: laterMs }
  yield machineBeat(scene, 'final_decision', { decision: 'PENDING', reason: 'customer_review' })
  yield say(scene, { says: afterwards.takes, why: afterwards.takesWhy, input: 'none' })
  earnMore(scene)
  yield machineBeat(scene, 'serviceability_assessment_results', serviceabilityResult(scene), 1400)
  yield note(scene, 'serviceability', fill(choose(scene, notes.serviceability.mended), words))
  yield machineBeat(scene, 'final_decision', decided(scene, 'APPROVED', 'reviewed'))
  yield say(scene, {
    says: endings.approved,
    why: afterwards.mendedWhy,
    data: { decision: 'APPROVED' },
    ends: true,
  })
  yield detail(scene, { applicationOutcome: 'approved' })
  yield summary(scene, `approved after a second look, ${sayMoney(loan.amount)}`)
}

/** The customer gives an approved loan back. */
export function* coolingOff(scene: Scene, laterMs: number): Story {
  for (const [index, beat] of [...withdrawal(scene)].entries())
    yield index === 0 ? { ...beat, pauseMs: laterMs } : beat
}

/** The household turns out to carry the loan. */
const earnMore = ({ customer, loan, random, words }: Scene): void => {
  const { finances } = customer
  const needed = instalmentOf(loan.amount, loan.term) * affordabilityBuffer
  const more = Math.max(0, Math.ceil(needed - finances.surplus)) + random.whole(60, 420)
  finances.income += more
  finances.surplus += more
  words.income = sayMoney(finances.income)
  words.surplus = sayMoney(finances.surplus)
  words.more = sayMoney(more)
}
