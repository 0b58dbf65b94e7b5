import type { Question } from './question'

const attestation: Question = {
  step: 'collect_attestation',
  input: 'yes_no',
  asks: [
    'Before I go on: is everything you’ve told me true and complete, as far as you know?',
    'Please confirm that your answers are correct and that nothing is left out.',
    'Do you declare that the information you gave is true and complete?',
    'A formality, but an important one: are all of your answers correct?',
  ],
  why: [
    'Attestation must come from the customer before the fraud check.',
    'customerAttestationAcceptance is missing.',
  ],
  answers: {
    plain: [
      'Yes, it is.',
      'Yes, everything is correct',
      'I confirm',
      'Yes to the best of my knowledge',
    ],
    terse: ['yes', 'confirmed', 'yep'],
    chatty: ['Scout’s honour.', 'Yes, all true. You know more about me than my brother by now.'],
  },
}

const explain: Question = {
  step: 'clarify_signals',
  input: 'text',
  asks: [
    'One thing I’d like to understand: {signalQuestion}',
    'All fine so far, only one question: {signalQuestion}',
    'Something small came up in the check. {signalQuestion}',
  ],
  why: [
    'Fraud check returned a review: {signal}. Ask neutrally, without accusing.',
    'Signal {signal} needs the customer’s own explanation before going on.',
  ],
  answers: {
    plain: ['{signalAnswer}', 'Oh, that. {signalAnswer}', 'Yes, sure. {signalAnswer}'],
    terse: ['{signalAnswer}', '{signalAnswer}'],
    chatty: [
      'Good that you check! {signalAnswer}',
      'Ha, I wondered whether that would come up. {signalAnswer}',
    ],
  },
}

const accept: Question = {
  step: 'accept_offer',
  input: 'yes_no',
  asks: [
    'Here’s my offer: {amount} over {term} months. The fee is {fee}, so {total} in all, {instalment} a month. Would you like to take it?',
    'You can have {amount}. With the 5 % fee of {fee} you repay {total} in {term} instalments of {instalment}. Do you accept?',
    'Offer for {thing}: borrow {amount}, repay {total}, that is {instalment} a month for {term} months. No interest on top. Shall we?',
    '{first}, I can offer {amount} for {term} months. {instalment} a month, {total} altogether, and you may pay it out early at no cost. What do you say?',
  ],
  why: [
    'All checks passed. Present amount, fee, total and instalment before asking for acceptance.',
    'Offer stage: disclose total cost first, then ask. No pressure.',
    'Product offer ready: {amount} + {fee} = {total}.',
  ],
  answers: {
    plain: [
      'Yes, I accept.',
      'Yes please',
      'That works for me, yes.',
      'I’m happy with that.',
      'Yes let’s do it',
    ],
    terse: ['yes', 'accept', 'ok deal', 'yes pls'],
    chatty: [
      'Yes! You’ve just made my week.',
      'Let’s do it. I’ve had worse dates than this chat.',
      'Yes please, and thank you for explaining it so clearly.',
    ],
  },
  unclear: {
    says: [
      'What happens if I miss a payment?',
      'can i pay it off early?',
      'Is there interest on top of the fee?',
      'When would the first payment be?',
    ],
    explains: [
      'Call us before the due date and we find a way; a missed payment costs nothing in the first seven days. You can pay out early at any time. Shall I go ahead with {amount}?',
      'The {fee} fee is all there is, no interest. The first {instalment} falls due a month after the money arrives. Would you like to accept?',
    ],
  },
}

const change: Question = {
  step: 'accept_offer',
  input: 'currency',
  asks: accept.asks,
  why: accept.why,
  answers: {
    plain: [
      'Could I make it {wanted} instead? {grew}.',
      'Sorry, can I change the amount to {wanted}? {grew}.',
      'Is {wanted} possible? {grew}',
    ],
    terse: ['can we do {wanted}', 'make it {wanted}. {grew}', '{wanted} instead?'],
    chatty: [
      'About that… would {wanted} be possible? {grew}, typical.',
      'I’m embarrassed to ask, but {grew}. Could we say {wanted}?',
    ],
  },
}

const reduce: Question = {
  ...change,
  answers: {
    plain: [
      'Could I take less, {wanted}? I’d rather keep it small.',
      'On second thoughts {wanted} is enough.',
      'My sister offered to lend me a part. Make it {wanted} please.',
    ],
    terse: ['just {wanted}', 'less pls, {wanted}', '{wanted} is enough'],
    chatty: [
      'I slept on it, well, I had a coffee on it, and {wanted} will do. Less to pay back!',
      'My dad is chipping in, bless him, so {wanted} is plenty.',
    ],
  },
}

export const checksAndOffer = { attestation, explain, accept, change, reduce }

/** What a fraud check can stumble over, how the broker asks, and an innocent answer. */
export const signals = [
  {
    code: 'address_recently_changed',
    question: 'your address differs from the one on the statements. Have you moved lately?',
    answer: 'I moved in with my partner in winter and the bank doesn’t know yet.',
  },
  {
    code: 'new_device_and_number',
    question: 'your mobile number was connected only a few weeks ago. Is it a new one?',
    answer: 'New phone plan, the old number was with my ex-husband’s account.',
  },
  {
    code: 'multiple_recent_enquiries',
    question: 'there were three other loan enquiries this month. Were those you?',
    answer: 'I was comparing, I didn’t take any of them.',
  },
  {
    code: 'salary_payer_mismatch',
    question: 'your wages come from another company than the employer you named. How is that?',
    answer: 'They pay us through a labour hire company, it’s on my payslip.',
  },
  {
    code: 'name_order_mismatch',
    question:
      'the name on the account stands in another order than on your document. Is it the same account?',
    answer: 'Same account, where I come from the family name goes first and the bank mixed it up.',
  },
] as const

export const fraudResults = {
  checking: [
    'Thanks. The last check is running, it only takes a moment.',
    'Thank you. One more automatic check and then I can tell you more.',
    'Good. I’m running the final checks.',
  ],
  checkingWhy: [
    'Attestation recorded. Run the fraud check.',
    'Call fraud provider with device, contact and statement signals.',
  ],
  explained: [
    'That explains it, thank you. I’ve noted it.',
    'Makes sense, thanks for clearing that up.',
    'Thank you, that settles it.',
  ],
  explainedWhy: [
    'Explanation is plausible and consistent with the statements; clear the review.',
    'Signal explained. Continue to offer.',
  ],
} as const

export const changeReplies = {
  more: [
    'No problem. {wanted} is more than what I checked, so I’ll look at the budget again.',
    'Let me see. Since {wanted} is above the amount I assessed, I’ll run the numbers once more.',
  ],
  less: [
    'Of course. {wanted} it is, that makes it easier for you.',
    'Sure, borrowing less is always fine. I’ll change it to {wanted}.',
  ],
  why: [
    'Amount changed from {amount} to {wanted} after serviceability; the assessment is stale until it is run again.',
    'Customer asks for {wanted} instead of {amount}. Update the amount, re-assess.',
  ],
} as const
