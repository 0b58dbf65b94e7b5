import { customerDetail, detail, type Story } from '../story/beat'
import { answer, ask, choose, say } from '../story/dialogue'
import { enterStage } from '../story/process'
import { loanWords, type Scene } from '../story/scene'
import { fill, wireMoney } from '../story/text'
import { greetingAgainWhy, greetings, greetingsAgain, greetingWhy } from '../texts/opening'
import * as questions from '../texts/intake'

/** What is it for, who are you, how much, how long. */
export function* intake(scene: Scene): Story {
  const { plan, loan, purpose, random, mood, customer, isReturning } = scene
  yield {
    type: 'conversation_started',
    dat: { channel: random.pick(['web', 'web', 'mobile_app']) },
    pauseMs: 0,
  }
  const isOpenedByCustomer = plan.hasOwnOpening && !isReturning
  if (!isOpenedByCustomer)
    yield say(scene, {
      says: isReturning ? greetingsAgain : greetings,
      why: isReturning ? greetingAgainWhy : greetingWhy,
      data: { step: 'understand_purpose' },
    })
  const opening = choose(scene, purpose[mood.register])
  const says = plan.tellsAmountAtOnce
    ? `${opening}${mood.register === 'terse' ? ',' : ' It’s about'} {amount}`
    : opening
  yield answer(scene, { says: [says], data: plan.tellsAmountAtOnce ? { amount: loan.amount } : {} })
  yield enterStage(scene, 'intake', {
    loanPurpose: purpose.label,
    ...(plan.tellsAmountAtOnce && { loanAmount: wireMoney(loan.amount) }),
    customer: { customer_id: customer.customerId },
  })
  let before: string | undefined = choose(scene, purpose.reactions)
  if (isOpenedByCustomer && random.chance(0.7)) before = `Hi, I’m Billie. ${before}`
  if (!isReturning) {
    const { first } = customer.person
    yield* ask(scene, questions.name, { before, data: { first_name: first } })
    yield customerDetail(scene, { first_name: first, preferred_name: first })
    before = fill(
      random.pick([
        'Nice to meet you, {first}.',
        'Thanks, {first}.',
        'Hello {first}!',
        'Good to meet you {first}.',
      ]),
      scene.words,
    )
  }
  if (!plan.tellsAmountAtOnce) {
    yield* ask(scene, questions.amount, { before, data: { amount: loan.amount } })
    yield detail(scene, { loanAmount: wireMoney(loan.amount) })
    before = undefined
  }
  yield* ask(scene, questions.term, { ...(before && { before }), data: { months: loan.term } })
  yield detail(scene, {
    loanTerm: random.chance(0.5) ? String(loan.term) : loan.term,
    ...(random.chance(0.6) && {
      loanFee: wireMoney(loan.amount * 0.05),
      loanTotalPayable: wireMoney(loan.amount * 1.05),
    }),
  })
  scene.words = { ...scene.words, ...loanWords(scene) }
}
