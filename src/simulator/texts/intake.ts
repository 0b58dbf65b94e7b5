import type { Question } from './question'

export const name: Question = {
  step: 'collect_name',
  input: 'text',
  asks: [
    'Who do I have the pleasure of talking to?',
    'May I ask your first name?',
    'First of all, what should I call you?',
    'What’s your name?',
    'And who am I speaking with?',
    'What name do you go by?',
  ],
  why: [
    'Purpose is known, name is not. Ask for the first name only; the legal name belongs to identity.',
    'Build rapport before figures: first name next.',
    'Step collect_name is open.',
  ],
  answers: {
    plain: [
      'I’m {first}',
      'My name is {first}.',
      '{first}',
      'It’s {first}, nice to meet you.',
      'You can call me {first}',
    ],
    terse: ['{first}', '{first}', 'its {first}'],
    chatty: [
      '{first}! Named after my grandparent, if you were wondering.',
      'It’s {first}, most people spell it wrong but you’ve got it there in black and white 😊',
      'I’m {first}. And you’re Billie, right? Nice to meet you.',
    ],
  },
}

export const amount: Question = {
  step: 'collect_amount',
  input: 'currency',
  asks: [
    'How much do you need for {thing}?',
    'What amount are you thinking of?',
    'Do you have a quote? Roughly how much would you like to borrow?',
    'How much would cover {thing}?',
    'We lend from $500 to $10,000. Which amount would suit?',
    'What would you like to borrow, all up?',
  ],
  why: [
    'Purpose known, amount unknown. Product range is 500 to 10,000.',
    'Ask for the amount; anchor on the purpose so that the customer does not borrow more than needed.',
    'collect_amount is the next open step.',
  ],
  answers: {
    plain: [
      '{amount}',
      'About {amount}.',
      'The quote says {amount}',
      'I think {amount} would cover it',
      '{amount} please',
      'It comes to {amount} all up.',
    ],
    terse: ['{bare}', '{amount}', '{bare} bucks', '{bare}'],
    chatty: [
      'The quote is {amount}, and I made them write it down because I didn’t believe it.',
      'Let me look… {amount}. I was hoping for less but there you go.',
      '{amount} would do it. I could scrape together a bit myself, but then there’s nothing left for the week.',
    ],
  },
  unclear: {
    says: [
      'Is there a minimum?',
      'Whats the most I could get?',
      'not sure, what do people normally borrow?',
    ],
    explains: [
      'Anything from $500 to $10,000. It’s best to borrow just what {thing} costs. What would that be?',
      'The range is $500 to $10,000, and what you can get depends on your budget, which we look at later. What do you need for {thing}?',
    ],
  },
  slip: {
    says: ['a lot lol', 'as much as possible', 'dunno, few grand?'],
    again: [
      'Fair enough! I do need a figure to work with. What does {thing} cost, to the nearest hundred?',
      'Let’s pin it down: which amount in dollars would cover {thing}?',
    ],
  },
}

export const term: Question = {
  step: 'collect_term',
  input: 'select',
  asks: [
    'Over how many months would you like to pay back {amount}? 6, 9, 12, 18 and 24 are possible.',
    'And how long would you like to take? A shorter term costs nothing extra, a longer one makes the instalments smaller.',
    '{amount}, good. Would 6, 12 or 24 months suit you, or something between?',
    'How would you like to spread the {amount}? We go from 6 to 24 months.',
    'What term did you have in mind for the {amount}?',
  ],
  why: [
    'Amount {amount} within range. Term decides the instalment, needed for serviceability.',
    'Offer the permitted terms and let the customer choose; do not steer to the longest.',
    'collect_term open; fee is flat 5 %, so the term does not change the cost.',
  ],
  answers: {
    plain: [
      '{term} months please',
      '{term} months',
      'I’d go with {term} months.',
      'Could I do {term} months?',
      '{term} would work for me',
    ],
    terse: ['{term}', '{term} m', '{term} months'],
    chatty: [
      'Hmm. {term} months, I think. My partner says the shorter the better, but my partner doesn’t do the shopping.',
      'Let’s say {term} months, then it’s done before the next thing breaks!',
      '{term} months would let me sleep at night.',
    ],
  },
  unclear: {
    says: [
      'What would the repayments be?',
      'which one is cheapest?',
      'does it cost more if i take longer',
    ],
    explains: [
      'The fee is a flat 5 %, so {fee} whichever term you choose. Over {term} months you’d pay about {instalment} a month. How many months suit you?',
      'It costs the same: {amount} plus a fee of {fee}. The term only changes the size of the instalments; {term} months would be about {instalment}. Which would you like?',
    ],
  },
}

export const intake = { name, amount, term }
