/** Things that customers ask in between, with an answer that leads back to the question. */
export const detours: readonly {
  says: readonly string[]
  replies: readonly string[]
  why: string
}[] = [
  {
    says: [
      'Will this affect my credit score?',
      'Does this show up on my credit file?',
      'is this a hard check',
    ],
    replies: [
      'Asking doesn’t touch your score. Only if you accept an offer is it recorded on your file.',
      'Not at this point. A credit enquiry is made at the offer, and I’ll say so before.',
    ],
    why: 'Question about credit reporting; answer from the FAQ, return to the open step.',
  },
  {
    says: [
      'How long does this take?',
      'how much longer is this, im on my break',
      'When would I get the money?',
    ],
    replies: [
      'About five more minutes here. If it’s a yes, the money normally arrives the same day.',
      'Not long, a handful of questions more. Payout is usually within an hour of signing.',
    ],
    why: 'Customer is pressed for time; give an honest estimate and go on.',
  },
  {
    says: ['Am I talking to a real person?', 'are you a robot', 'Is there a human reading this?'],
    replies: [
      'I’m an AI, and our staff can read along and step in. You can ask for a person at any time.',
      'I’m a computer program, supervised by people. If you’d like to speak with one, just say so.',
    ],
    why: 'Must disclose AI status when asked. Offer a human.',
  },
  {
    says: ['What are the fees?', 'What does it cost me in the end?', 'whats the interest'],
    replies: [
      'There’s one flat fee of 5 % of the amount, and no interest.',
      'A single fee, 5 % of what you borrow. It’s the same for every term.',
    ],
    why: 'Cost question. State the flat fee, avoid quoting a rate.',
  },
  {
    says: [
      'Who sees my data?',
      'Is my information safe with you?',
      'You don’t sell my details, do you?',
    ],
    replies: [
      'Only we and the check providers see it, it stays in Australia, and we never sell it.',
      'It’s encrypted, stays in Australia and is used for this application alone.',
    ],
    why: 'Privacy concern. Reassure with facts, link the policy.',
  },
  {
    says: [
      'Sorry, my toddler got hold of the phone. What was that?',
      'sorry got distracted, whats next?',
      'Sorry, the kettle. Where were we?',
    ],
    replies: ['No worries at all!', 'Ha, that’s fine.', 'All good, we’re not in a hurry.'],
    why: 'Interruption on the customer’s side. Repeat the question in short.',
  },
  {
    says: [
      'I’m on Centrelink part of the year, is that a problem?',
      'I had a default three years ago, should I even bother?',
      'I’m casual, does that matter?',
    ],
    replies: [
      'That alone doesn’t rule anything out. What counts is whether the repayments fit.',
      'Not by itself. I look at the whole picture, mostly the last 90 days.',
    ],
    why: 'Eligibility worry; neither promise nor discourage.',
  },
  {
    says: [
      'Sorry if I’m slow, English is my second language',
      'sorry my english not so good',
      'Please simple words, I am still learning',
    ],
    replies: [
      'Your English is fine! I’ll keep my questions short.',
      'No problem. Short sentences from now on.',
    ],
    why: 'Language support: use plain words and short sentences.',
  },
  {
    says: [
      'I’m a bit nervous about this to be honest',
      'I’ve never done this before, I feel a bit sick',
      'I hate asking for money',
    ],
    replies: [
      'That’s completely normal. You can stop at any time and nothing happens.',
      'I understand. We go step by step, and you decide at the end.',
    ],
    why: 'Signs of stress. Slow down, remind of the right to stop.',
  },
  {
    says: ['Can my partner apply with me?', 'Could I put it in my mum’s name as well?'],
    replies: [
      'These loans are for one person each, so just you for this one.',
      'Only single applications here, I’m afraid; that keeps it simple.',
    ],
    why: 'Joint applications are not offered.',
  },
]

/** Back to what was asked before the detour. */
export const backTo: readonly string[] = [
  'So, back to my question:',
  'To pick up again:',
  'Now then:',
  'Where were we:',
  'And my question was:',
]

/** What a confused customer says when there is no special case. */
export const puzzled = {
  says: [
    'Sorry, I don’t quite follow',
    'What do you mean?',
    '??',
    'Can you say that again please',
    'sorry what',
  ],
  explains: [
    'Sorry, I’ll put it another way.',
    'My fault, let me rephrase.',
    'Let me try again.',
    'Happy to repeat it.',
  ],
  why: [
    'Customer did not understand; rephrase, shorter.',
    'Clarification asked. Repeat with different words.',
  ],
} as const
