import { type Beat, machineBeat } from '../story/beat'
import type { Scene } from '../story/scene'
import { capitalise, sayMoney } from '../story/text'

/** What the conversation was about and what it brought to light. */
export const summary = (scene: Scene, ending: string): Beat => {
  const { customer, purpose, loan, words, mood, random, isReturning, progress: known } = scene
  const { finances, person } = customer
  const facts = [
    `Wants ${sayMoney(loan.amount)} for ${purpose.thing}`,
    ...(loan.wanted === loan.amount && known.offered
      ? [`Changed the amount to ${words.wanted}`]
      : []),
    ...(known.budget
      ? [
          `Works as ${person.occupation} for ${person.employer}`,
          `Income ${sayMoney(finances.income)}, expenses ${sayMoney(finances.expenses)} a month`,
        ]
      : []),
    ...(isReturning ? ['Returning customer'] : []),
    ...(known.identity ? [`Lives in ${person.address.city} ${person.address.state}`] : []),
    ...(random.chance(0.6) ? [`Mood: ${mood.name}`] : []),
    capitalise(ending),
  ]
  const purposeText = random.pick([
    `${purpose.label} loan`,
    `Loan for ${purpose.thing}`,
    `${purpose.label}, ${sayMoney(loan.amount)} over ${loan.term} months`,
  ])
  return machineBeat(
    scene,
    'conversation_summary',
    { conversation_purpose: purposeText, conversation_facts: facts },
    1200,
  )
}
