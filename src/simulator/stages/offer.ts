import { canAfford, serviceabilityResult } from '../story/assessments'
import { detail, machineBeat, note, type Story } from '../story/beat'
import { ask, choose, say } from '../story/dialogue'
import { enterStage } from '../story/process'
import { loanWords, type Scene } from '../story/scene'
import { fill, wireMoney } from '../story/text'
import { changeReplies, checksAndOffer as questions } from '../texts/checksAndOffer'
import { notes } from '../texts/notes'
import { budgetResults } from '../texts/serviceability'

/** The offer, perhaps another amount, and the acceptance. */
export function* offer(scene: Scene): Story {
  const { loan } = scene
  yield enterStage(scene, 'offer')
  if (loan.wanted !== undefined && canAfford(scene, loan.wanted))
    yield* changeAmount(scene, loan.wanted)
  yield* ask(scene, questions.accept, {
    before: scene.words.checked ?? '',
    data: { accepted: true },
  })
  yield detail(scene, { productOfferAcceptance: true })
}

function* changeAmount(scene: Scene, wanted: number): Story {
  const { loan, random } = scene
  const isMore = wanted > loan.amount
  yield* ask(scene, isMore ? questions.change : questions.reduce, {
    before: scene.words.checked ?? '',
    data: { amount: wanted },
  })
  yield detail(scene, {
    loanAmount: wireMoney(wanted),
    loanFee: wireMoney(wanted * 0.05),
    loanTotalPayable: wireMoney(wanted * 1.05),
  })
  yield say(scene, {
    says: isMore ? changeReplies.more : changeReplies.less,
    why: changeReplies.why,
    input: 'none',
  })
  const stale = fill(choose(scene, notes.serviceability.stale), scene.words)
  let notedAt = ''
  yield {
    ...note(scene, 'serviceability', stale),
    dat: (at) => ((notedAt = at), { agentName: 'serviceability', content: stale, versions: [] }),
  }
  loan.amount = wanted
  scene.words = { ...scene.words, ...loanWords(scene) }
  // The engine takes its time, so that for a while the assessment is out of date.
  const again = machineBeat(scene, 'serviceability_assessment_results', serviceabilityResult(scene))
  yield { ...again, pauseMs: random.whole(6_000, 22_000) }
  const revised = fill(choose(scene, notes.serviceability.revised), scene.words)
  yield note(scene, 'serviceability', revised, [{ content: stale, timestamp: notedAt }])
  scene.words.checked = fill(choose(scene, budgetResults.revised), scene.words)
}
