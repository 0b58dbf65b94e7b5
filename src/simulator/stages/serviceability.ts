import { canAfford, serviceabilityResult } from '../story/assessments'
import { machineBeat, note, type Story } from '../story/beat'
import { ask, choose, say } from '../story/dialogue'
import { enterStage } from '../story/process'
import type { Scene } from '../story/scene'
import { fill } from '../story/text'
import { notes } from '../texts/notes'
import { budgetResults, serviceability as questions } from '../texts/serviceability'

/** What comes in, what goes out, and whether the rest carries the instalment. */
export function* serviceability(scene: Scene): Story {
  const { random, words, customer } = scene
  const { finances, person } = customer
  yield enterStage(scene, 'serviceability')
  yield* ask(scene, questions.work, {
    before: words.checked ?? '',
    data: { employer: person.employer, occupation: person.occupation },
  })
  yield* ask(scene, questions.income, {
    data: { amount: finances.pay, frequency: finances.payCycle },
  })
  const costs = [
    [questions.housing, { amount: finances.housingPayment }],
    [questions.living, { amount: Math.round(finances.living / 50) * 50 }],
  ] as const
  for (const [question, data] of random.chance(0.75) ? costs : [...costs].reverse())
    yield* ask(scene, question, { data })
  yield* ask(scene, questions.debts, { data: { amount: finances.debts } })
  yield say(scene, { says: budgetResults.checking, why: budgetResults.checkingWhy, input: 'none' })
  yield machineBeat(scene, 'serviceability_assessment_results', serviceabilityResult(scene), 1400)
  const kind = canAfford(scene) ? 'pass' : finances.undisclosed > 0 ? 'hidden' : 'fail'
  yield note(scene, 'serviceability', fill(choose(scene, notes.serviceability[kind]), words))
  words.checked = kind === 'pass' ? fill(choose(scene, budgetResults.passed), words) : ''
}
