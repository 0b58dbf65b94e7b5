import { createFinances, type Finances } from '../people/finances'
import { createMood, type Mood } from '../people/mood'
import { createPerson, fullNameOf, type Person, sayDay } from '../people/person'
import { createRandom, hashText, type Random } from '../random'
import { type Purpose, purposes } from '../texts/purposes'
import { signals } from '../texts/checksAndOffer'
import { createPlan, type Plan } from './plan'
import { sayMoney, type Words } from './text'

/** Somebody who was here before. */
export interface KnownCustomer {
  customerId: string
  person: Person
  finances: Finances
}

/** All that one conversation knows and remembers. Its story changes it as it goes. */
export interface Scene {
  conversationId: string
  applicationId: string
  applicationNumber: string
  customer: KnownCustomer
  isReturning: boolean
  random: Random
  mood: Mood
  plan: Plan
  purpose: Purpose
  loan: { amount: number; term: number; wanted?: number }
  words: Words
  /** Sequence number of the latest event. */
  seq: number
  startedAt: string
  /** The latest utterances, as the process carries them. */
  recent: { role: string; content: string; timestamp: string }[]
  /** The stages that were entered so far, by name. */
  entered: Set<string>
  /** What the conversation has brought to light. */
  progress: { identity: boolean; budget: boolean; offered: boolean }
  /** Texts that were used, so that nobody repeats themself. */
  used: Set<string>
}

/** Sets the scene for conversation number `index` (from 1) of a simulation. */
export const createScene = ({
  seed,
  index,
  year,
  known,
}: {
  seed: string
  index: number
  year: number
  known?: KnownCustomer
}): Scene => {
  const random = createRandom(`${seed}/${index}`)
  const suffix = `${seed.replace(/[^\w-]/g, '-')}_${String(index).padStart(4, '0')}`
  const plan = createPlan(random)
  const purpose = random.pick(purposes)
  const [from, to] = purpose.range
  const loan: Scene['loan'] = {
    amount: Math.round(random.between(from, to) / 50) * 50,
    term: random.pick([6, 9, 12, 12, 18, 24]),
  }
  if (plan.amountChange) loan.wanted = changedAmount(loan.amount, plan.amountChange, random)
  const repayment = instalmentOf(Math.max(loan.amount, loan.wanted ?? 0), loan.term)
  const customer = known ?? {
    customerId: `cust_${suffix}`,
    person: createPerson({ random, year }),
    finances: createFinances({ random, repayment, canAfford: plan.declineReason !== 'budget' }),
  }
  const scene: Scene = {
    conversationId: `conv_${suffix}`,
    applicationId: `app_${suffix}`,
    applicationNumber: `LN-${batchLetters(seed)}-${String(index).padStart(4, '0')}`,
    customer,
    isReturning: known !== undefined,
    random,
    mood: createMood(random),
    plan,
    purpose,
    loan,
    words: {},
    seq: 0,
    startedAt: '',
    recent: [],
    progress: { identity: false, budget: false, offered: false },
    entered: new Set(),
    used: new Set(),
  }
  scene.words = { ...personWords(scene), ...loanWords(scene) }
  return scene
}

/** What is paid each month for an amount with its fee of 5 %. */
export const instalmentOf = (amount: number, term: number): number =>
  Math.round((amount * 1.05 * 100) / term) / 100

/** The words that change with the amount. */
export const loanWords = ({ loan }: Scene): Words => ({
  amount: sayMoney(loan.amount),
  bare: String(loan.amount),
  term: String(loan.term),
  fee: sayMoney(loan.amount * 0.05),
  total: sayMoney(loan.amount * 1.05),
  instalment: sayMoney(instalmentOf(loan.amount, loan.term)),
  wanted: sayMoney(loan.wanted ?? loan.amount),
})

const personWords = ({ customer: { person, finances }, purpose, random }: Scene): Words => {
  const signal = random.pick(signals)
  const { street, city, state, postcode } = person.address
  return {
    first: person.first,
    fullName: fullNameOf(person),
    email: person.email,
    emailBroken: person.email.replace(random.pick(['@', '.com', '.net', '.org']), ' '),
    mobile: person.mobile,
    born: sayDay(person.dateOfBirth),
    address: `${street}, ${city} ${state} ${postcode}`,
    licence: person.licenceNumber,
    state,
    passport: person.passportNumber,
    medicare: person.medicareNumber,
    bank: person.bank,
    job: person.occupation,
    aJob: `${/^[aeioI]/.test(person.occupation) ? 'an' : 'a'} ${person.occupation}`,
    employer: person.employer,
    pay: sayMoney(finances.pay),
    payBare: String(finances.pay),
    cycle: { weekly: 'a week', fortnightly: 'a fortnight', monthly: 'a month' }[finances.payCycle],
    housing: `${sayMoney(finances.housingPayment)} ${
      { rent: 'a week in rent', mortgage: 'a month on the mortgage', board: 'a week board' }[
        finances.housing
      ]
    }`,
    living: sayMoney(Math.max(Math.round(finances.living / 50) * 50, 50)),
    debts:
      finances.debts > 0
        ? `${sayMoney(finances.debts)} a month ${random.pick(['on a credit card', 'for a car loan', 'on two cards', 'on Afterpay and Zip'])}`
        : random.pick(['no, nothing else', 'nothing', 'no debts at the moment']),
    income: sayMoney(finances.income),
    expenses: sayMoney(finances.expenses),
    surplus: sayMoney(finances.surplus),
    undisclosed: sayMoney(finances.undisclosed),
    thing: purpose.thing,
    detail: random.pick(purpose.details),
    grew: purpose.grew,
    signal: signal.code,
    signalQuestion: signal.question,
    signalAnswer: signal.answer,
  }
}

const changedAmount = (amount: number, change: 'more' | 'less', random: Random): number => {
  const factor = change === 'more' ? random.between(1.12, 1.4) : random.between(0.6, 0.85)
  const wanted = Math.min(Math.max(Math.round((amount * factor) / 50) * 50, 500), 10_000)
  return wanted === amount ? amount + (amount < 5000 ? 100 : -100) : wanted
}

/** Four letters that keep the application numbers of different seeds apart. */
const batchLetters = (seed: string): string =>
  (hashText(seed) % 36 ** 4).toString(36).toUpperCase().padStart(4, '0')
