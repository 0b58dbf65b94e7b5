import { detail, note, type Story } from '../story/beat'
import { ask, choose } from '../story/dialogue'
import { enterStage } from '../story/process'
import type { Scene } from '../story/scene'
import { fill } from '../story/text'
import { notes } from '../texts/notes'
import { statements as questions, statementsReceived } from '../texts/statements'

/** Ninety days of bank statements, with the customer's consent. */
export function* statements(scene: Scene): Story {
  const { random, words, customer } = scene
  yield enterStage(scene, 'statements', {
    requiredDocuments: [
      { documentType: 'IDENTITY', status: 'verified' },
      { documentType: 'BANK_STATEMENT', status: 'required' },
    ],
  })
  yield* ask(scene, questions.consent, { before: words.checked ?? '' })
  yield detail(scene, { statementCaptureConsentProvided: true })
  yield* ask(scene, questions.bank, { data: { institution: customer.person.bank } })
  if (random.chance(0.45))
    yield note(scene, 'serviceability', fill(choose(scene, notes.serviceability.waiting), words))
  yield* ask(scene, questions.captureDone, { nextStep: 'assess_serviceability' })
  yield detail(scene, {
    statementCaptureCompleted: true,
    requiredDocuments: [
      { documentType: 'IDENTITY', status: 'verified' },
      { documentType: 'BANK_STATEMENT', status: 'verified' },
    ],
  })
  words.checked = fill(choose(scene, statementsReceived), words)
}
