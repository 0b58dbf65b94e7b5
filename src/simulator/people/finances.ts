import type { Random } from '../random'

export type PayCycle = 'weekly' | 'fortnightly' | 'monthly'

/** What a customer earns and spends, in whole Australian dollars; monthly unless it says otherwise. */
export interface Finances {
  payCycle: PayCycle
  /** After tax, for one pay cycle. */
  pay: number
  income: number
  housing: 'rent' | 'mortgage' | 'board'
  /** A week's rent or board; a mortgage is monthly. */
  housingPayment: number
  housingMonthly: number
  living: number
  debts: number
  /** What the statements show beyond what the customer told; mostly nothing. */
  undisclosed: number
  expenses: number
  surplus: number
}

/**
 * Makes up a household whose surplus does, or does not, carry `repayment` (a month's, in dollars)
 * with the lender's buffer of a fifth.
 */
export const createFinances = ({
  random,
  repayment,
  canAfford,
}: {
  random: Random
  repayment: number
  canAfford: boolean
}): Finances => {
  const payCycle = random.weighted<PayCycle>({ weekly: 30, fortnightly: 52, monthly: 18 })
  const needed = Math.ceil(repayment * affordabilityBuffer)
  const base = random.whole(2900, 5900) + (canAfford ? needed : 0)
  const pay = Math.round(base / cyclesAMonth[payCycle] / 10) * 10
  const income = Math.round(pay * cyclesAMonth[payCycle])
  const aim = canAfford
    ? needed + random.whole(60, 780)
    : Math.round(needed * random.between(-0.3, 0.55))
  const spendable = Math.max(income - aim, 900)
  const housing = random.weighted({ rent: 66, mortgage: 20, board: 14 } as const)
  const share = { rent: 0.5, mortgage: 0.52, board: 0.24 }[housing] * random.between(0.85, 1.1)
  const housingPayment =
    housing === 'mortgage'
      ? roundTo(spendable * share, 10)
      : roundTo((spendable * share) / cyclesAMonth.weekly, 5)
  const housingMonthly =
    housing === 'mortgage' ? housingPayment : Math.round(housingPayment * cyclesAMonth.weekly)
  const isHiding = !canAfford && random.chance(0.4)
  const rest = spendable - housingMonthly
  const undisclosed = isHiding ? roundTo(rest * random.between(0.12, 0.3), 1) : 0
  const debts = random.chance(canAfford ? 0.4 : 0.75)
    ? roundTo(rest * random.between(0.1, 0.3), 5)
    : 0
  const living = rest - undisclosed - debts
  const expenses = housingMonthly + living + debts + undisclosed
  return {
    payCycle,
    pay,
    income,
    housing,
    housingPayment,
    housingMonthly,
    living,
    debts,
    undisclosed,
    expenses,
    surplus: income - expenses,
  }
}

/** The surplus must be this many times the repayment. */
export const affordabilityBuffer = 1.2

const cyclesAMonth: Record<PayCycle, number> = { weekly: 52 / 12, fortnightly: 26 / 12, monthly: 1 }

const roundTo = (value: number, step: number): number => Math.round(value / step) * step
