import type { Question } from './question'

const work: Question = {
  step: 'collect_employment',
  input: 'text',
  asks: [
    'What do you do for work, and who’s your employer?',
    'Tell me about your job: what is it and where?',
    'Now your budget. Where do you work, {first}?',
    'Who pays your wages, and what do you do there?',
    'What kind of work are you in?',
  ],
  why: [
    'Employment needed to classify the income found in the statements.',
    'Serviceability starts: employment, income, housing, living, debts.',
  ],
  answers: {
    plain: [
      'I’m {aJob} at {employer}.',
      '{employer}, as {aJob}',
      'I work as {aJob} for {employer}',
      '{job} at {employer}, three years now',
    ],
    terse: ['{job}, {employer}', '{employer}'],
    chatty: [
      'I’m {aJob} at {employer}, going on six years. The pay is so-so but the people are gold.',
      '{job} at {employer}! Early starts, but I’m home when school is out.',
    ],
  },
}

const income: Question = {
  step: 'collect_income',
  input: 'currency',
  asks: [
    'How much lands in your account each pay day, after tax?',
    'What’s your take-home pay, and how often are you paid?',
    'And your pay after tax? Weekly, fortnightly or monthly is fine.',
    'What do you earn after tax?',
    'How often are you paid, and how much comes in?',
  ],
  why: [
    'Stated income, to be compared with the statements.',
    'collect_income: net figure and cycle, so that I can convert to a month.',
  ],
  answers: {
    plain: [
      '{pay} {cycle} after tax',
      'I get {pay} {cycle}.',
      'About {pay} {cycle}, a bit more with overtime',
      '{pay} {cycle}, into {bank}',
    ],
    terse: ['{pay} {cycle}', '{payBare} {cycle}'],
    chatty: [
      'It’s {pay} {cycle} after tax, and a little more when someone calls in sick.',
      '{pay} {cycle}. It used to go further, didn’t it?',
    ],
  },
  unclear: {
    says: ['Before or after tax?', 'do i count family payments', 'Does overtime count?'],
    explains: [
      'After tax, and only what comes in regularly. What would that be?',
      'Only regular pay after tax, please; the odd extra I leave out to be on the safe side.',
    ],
  },
}

const housing: Question = {
  step: 'collect_housing',
  input: 'currency',
  asks: [
    'Do you rent, or pay off a home? And how much is it?',
    'What do you pay for housing?',
    'How much goes to rent or the mortgage?',
    'Next, the roof over your head: rent, mortgage or board, and what does it cost?',
  ],
  why: [
    'Housing is the largest fixed cost; statements show a regular transfer to match.',
    'collect_housing: type and amount.',
  ],
  answers: {
    plain: ['{housing}', 'I pay {housing}.', 'It’s {housing}', '{housing} at the moment'],
    terse: ['{housing}', '{housing}'],
    chatty: [
      '{housing}, up from last year of course, and the tap still drips.',
      '{housing}. Don’t get me started.',
    ],
  },
}

const living: Question = {
  step: 'collect_living_costs',
  input: 'currency',
  asks: [
    'And living costs: food, power, phone, transport? A monthly estimate is fine.',
    'Roughly what do you spend in a month on everything else, groceries, bills, petrol?',
    'What goes on groceries, bills and getting around each month?',
    'Apart from housing, what does a normal month cost you?',
  ],
  why: [
    'Living costs stated by the customer, checked against the household benchmark and statements.',
    'collect_living_costs open.',
  ],
  answers: {
    plain: [
      'About {living} a month',
      'I’d say {living}.',
      'Around {living} all together',
      '{living}, maybe a bit less in a good month',
    ],
    terse: ['{living}', 'bout {living}'],
    chatty: [
      'With two teenagers? {living} a month, most of it cereal.',
      'I wrote it down once: about {living}. Then I stopped writing it down.',
    ],
  },
}

const debts: Question = {
  step: 'collect_debts',
  input: 'currency',
  asks: [
    'Are you paying off anything else, cards, car loan, buy-now-pay-later?',
    'Do you have other loans or cards? What do they cost you a month?',
    'Any other repayments each month?',
    'Last question on the budget: other debts?',
  ],
  why: [
    'Existing commitments; compare with recurring debits in the statements.',
    'collect_debts closes the budget.',
  ],
  answers: {
    plain: ['{debts}', '{debts}.', 'I think {debts}'],
    terse: ['{debts}', '{debts}'],
    chatty: ['{debts}, that’s all, promise.', 'Let me think… {debts}.'],
  },
}

export const serviceability = { work, income, housing, living, debts }

export const budgetResults = {
  checking: [
    'Thank you. I’m putting that beside your statements now.',
    'I have the whole picture, let me do the sums.',
    'Give me a moment to work out what you can comfortably repay.',
    'Let me add that up…',
  ],
  checkingWhy: [
    'All inputs present. Run serviceability on {amount} over {term} months.',
    'Budget complete; call the serviceability engine.',
  ],
  passed: [
    'Good news: your budget carries it. Around {surplus} is left each month, and the instalment would be {instalment}.',
    'Your income covers this loan. You’d have about {surplus} a month to spare before the {instalment} repayment.',
    'That works: {income} comes in, {expenses} goes out, so {instalment} a month fits.',
    'The sums look fine, {first}. {instalment} a month leaves you enough room.',
  ],
  passedWhy: [
    'Surplus {surplus} exceeds the repayment {instalment} with the required buffer; go on to the fraud check.',
    'Serviceability pass: {surplus} available against {instalment} needed. Tell the result in plain words.',
  ],
  revised: [
    'I’ve done the sums again with {amount}: {instalment} a month over {term} months still fits.',
    'The new amount works as well. It comes to {instalment} a month.',
  ],
  revisedWhy: [
    'Amount changed after the assessment; re-run on {amount} passed with surplus {surplus}.',
  ],
} as const
