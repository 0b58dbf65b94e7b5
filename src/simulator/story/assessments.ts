import { affordabilityBuffer } from '../people/finances'
import type { Json } from './beat'
import { instalmentOf, type Scene } from './scene'

export type Level = 'low' | 'medium' | 'high'

/** The identity check's answer, in the shape of the provider of the day. */
export const identityRisk = (
  { plan, random, customer }: Scene,
  level: Level,
  score: number,
): Json => {
  const reasons = {
    low: [],
    medium: ['ADDRESS_NOT_CONFIRMED'],
    high: ['DOCUMENT_NOT_CONFIRMED', 'NO_REGISTER_MATCH'],
  }[level]
  const shapes: Json[] = [
    { risk_level: level, score, reasons },
    {
      provider: 'trulink',
      riskLevel: level.toUpperCase(),
      score: score / 100,
      status: level === 'low' ? 'PASS' : level === 'medium' ? 'REFER' : 'FAIL',
      checks: {
        name: level === 'high' ? 'no_match' : 'match',
        dateOfBirth: level === 'high' ? 'no_match' : 'match',
        address: level === 'low' ? 'match' : 'partial',
      },
      reference: `TL-${random.whole(100_000, 999_999)}`,
    },
    {
      result: level === 'low' ? 'verified' : level === 'medium' ? 'review' : 'not_verified',
      risk_level: level,
      score,
      reasons,
      rules: [
        { rule: 'document_register', result: level === 'high' ? 'fail' : 'pass' },
        { rule: 'address_register', result: level === 'low' ? 'pass' : 'fail' },
        { rule: 'adult', result: 'pass', detail: `born ${customer.person.dateOfBirth}` },
      ],
    },
  ]
  return shapes[plan.provider]!
}

/** The serviceability check's answer: the household as the statements show it. */
export const serviceabilityResult = ({ plan, customer, loan }: Scene): Json => {
  const { income, expenses, surplus, undisclosed, housingMonthly, living, debts } =
    customer.finances
  const repayment = instalmentOf(loan.amount, loan.term)
  const passes = surplus >= repayment * affordabilityBuffer
  const reasons = [
    ...(passes ? [] : ['SURPLUS_BELOW_REPAYMENT']),
    ...(undisclosed > 0 ? ['UNDISCLOSED_COMMITMENTS'] : []),
  ]
  const shapes: Json[] = [
    {
      result: passes ? 'pass' : 'fail',
      assessed_amount: loan.amount,
      income,
      expenses,
      surplus,
      repayment,
      reasons,
    },
    {
      status: passes ? 'PASS' : 'FAIL',
      assessedAmount: loan.amount.toFixed(2),
      monthly: { income, expenses, surplus },
      breakdown: { housing: housingMonthly, living, debts, undisclosed },
      proposedRepayment: repayment,
      buffer: affordabilityBuffer,
      reasons,
    },
    {
      decision: passes ? 'approve' : 'decline',
      score: Math.max(
        5,
        Math.min(98, Math.round(50 + (surplus / repayment - affordabilityBuffer) * 22)),
      ),
      income,
      expenses,
      surplus,
      rules: [
        {
          rule: 'surplus_covers_repayment',
          result: passes ? 'pass' : 'fail',
          actual: surplus,
          required: Math.round(repayment * affordabilityBuffer * 100) / 100,
        },
        { rule: 'commitments_disclosed', result: undisclosed > 0 ? 'fail' : 'pass' },
        { rule: 'no_dishonours_90_days', result: 'pass' },
      ],
      assessed: { amount: loan.amount, term_months: loan.term },
    },
  ]
  return shapes[plan.provider]!
}

/** The fraud check's answer. */
export const fraudResult = (
  { plan, random, words }: Scene,
  verdict: Scene['plan']['fraud'],
): Json => {
  const found = verdict === 'clear' ? [] : [words.signal!.toUpperCase()]
  const reasons = verdict === 'refuse' ? [...found, 'MULE_ACCOUNT_PATTERN'] : found
  const [from, to] = { clear: [2, 19], review: [38, 62], refuse: [81, 97] }[verdict] as [
    number,
    number,
  ]
  const score = random.whole(from, to)
  const level = { clear: 'low', review: 'medium', refuse: 'high' }[verdict]
  const shapes: Json[] = [
    { result: verdict === 'refuse' ? 'fail' : verdict, risk_level: level, score, reasons },
    {
      status: { clear: 'CLEAR', review: 'REVIEW', refuse: 'REJECT' }[verdict],
      riskLevel: level,
      score: score / 100,
      signals: reasons.map((code) => ({
        code,
        weight: verdict === 'refuse' ? 'high' : 'moderate',
      })),
    },
    {
      decision: { clear: 'clear', review: 'refer', refuse: 'reject' }[verdict],
      score,
      reasons,
      rules: [
        { rule: 'device_reputation', result: verdict === 'refuse' ? 'fail' : 'pass' },
        { rule: 'account_ownership', result: verdict === 'refuse' ? 'fail' : 'pass' },
        { rule: 'contact_stability', result: verdict === 'clear' ? 'pass' : 'refer' },
      ],
    },
  ]
  return shapes[(plan.provider + 1) % 3]!
}

/** Whether the household carries the loan, as it stands now or with another amount. */
export const canAfford = ({ customer, loan }: Scene, amount = loan.amount): boolean =>
  customer.finances.surplus >= instalmentOf(amount, loan.term) * affordabilityBuffer
