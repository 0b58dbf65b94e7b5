import { fraudResult } from '../story/assessments'
import { detail, machineBeat, note, type Story } from '../story/beat'
import { ask, choose, say } from '../story/dialogue'
import { enterStage } from '../story/process'
import type { Scene } from '../story/scene'
import { fill } from '../story/text'
import { checksAndOffer as questions, fraudResults } from '../texts/checksAndOffer'
import { notes } from '../texts/notes'

/** The attestation, the check, and a question where the check stumbled. */
export function* fraudCheck(scene: Scene): Story {
  const { plan, words } = scene
  yield enterStage(scene, 'fraud_check')
  yield* ask(scene, questions.attestation, {
    before: words.checked ?? '',
    data: { attested: true },
  })
  yield detail(scene, { customerAttestationAcceptance: true })
  yield say(scene, { says: fraudResults.checking, why: fraudResults.checkingWhy, input: 'none' })
  yield machineBeat(scene, 'fraudCheck_results', fraudResult(scene, plan.fraud), 1300)
  words.checked = ''
  if (plan.fraud === 'clear') {
    yield note(scene, 'fraud', fill(choose(scene, notes.fraud.clear), words))
    return
  }
  const content = fill(choose(scene, notes.fraud.review), words)
  let notedAt = ''
  yield {
    ...note(scene, 'fraud', content),
    dat: (at) => ((notedAt = at), { agentName: 'fraud', content, versions: [] }),
  }
  yield* ask(scene, questions.explain, { before: '', data: { signal: words.signal } })
  const isSettled = plan.fraud === 'review'
  const revised = fill(choose(scene, isSettled ? notes.fraud.explained : notes.fraud.refuse), words)
  if (isSettled) yield machineBeat(scene, 'fraudCheck_results', fraudResult(scene, 'clear'), 700)
  yield note(scene, 'fraud', revised, [{ content, timestamp: notedAt }])
  if (isSettled) words.checked = fill(choose(scene, fraudResults.explained), words)
}
