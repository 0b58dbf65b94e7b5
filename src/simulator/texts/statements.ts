import type { Question } from './question'

const consent: Question = {
  step: 'consent_to_capture',
  input: 'yes_no',
  asks: [
    'To see what you can comfortably repay I need your bank statements of the last 90 days. May I fetch them through a secure, read-only link?',
    'Next: bank statements. If you agree, you log in with your bank and I receive 90 days of transactions, nothing more. Is that all right?',
    'May I look at 90 days of bank statements? It’s read-only and the link ends when we’re done.',
    'The law asks me to look at your income and spending. Do you agree that I collect your statements electronically?',
    'Would you like to connect your bank now? I can only read, never move money.',
  ],
  why: [
    'Identity step complete and eKYC successful; statement consent missing, so ask for consent before capture.',
    'Consent must be explicit and recorded before the capture begins.',
    'Stage statements: consent, bank, capture.',
  ],
  answers: {
    plain: ['Yes, that’s fine.', 'Yes ok', 'Sure, go ahead', 'I agree', 'OK, if it is read-only'],
    terse: ['yes', 'ok', 'fine', 'yep'],
    chatty: [
      'Yes, but don’t judge me for the takeaway 🙈',
      'Go for it. My sister did the same with her broker last year, so I know the drill.',
      'Okay. I would rather post it, but it’s not 1995 anymore, is it.',
    ],
  },
  unclear: {
    says: [
      'Is that safe?',
      'Do you see my password?',
      'Why do you need to see what I spend?',
      'Can I send PDFs instead?',
    ],
    explains: [
      'I never see your password: you type it on your bank’s own page. I get a copy of the transactions and the link is closed after that. Is that okay for you?',
      'Quite safe, it’s read-only and encrypted. I look at income and regular costs so that the loan doesn’t squeeze you. Do you agree?',
      'You can send PDFs, it only takes a day longer. The link is the fastest way, and I can’t see your login. Shall we use it?',
    ],
  },
}

const bank: Question = {
  step: 'choose_bank',
  input: 'select',
  asks: [
    'Which bank does your pay go into?',
    'Who do you bank with?',
    'Which bank shall I connect to?',
    'Your bank, please?',
    'What’s the name of your bank?',
  ],
  why: [
    'Consent recorded. Need the institution to open the capture session.',
    'Choose institution for statement capture.',
  ],
  answers: {
    plain: ['{bank}', 'I’m with {bank}', 'My pay goes to {bank}.', '{bank}, everyday account'],
    terse: ['{bank}', '{bank}'],
    chatty: [
      '{bank}, for my sins.',
      '{bank}! My mum opened it for me when I was seven.',
      'Pay goes to {bank}. I have another one but there’s $3.20 in it.',
    ],
  },
}

const captureDone: Question = {
  step: 'capture_statements',
  input: 'confirm',
  asks: [
    'I’ve opened the {bank} login in a window beside our chat. Tell me when you’re through.',
    'Please log in to {bank} in the window that just opened. Come back here when it says “done”.',
    'Here’s the secure page of {bank}. Log in, tick your everyday account, and let me know.',
    'The link to {bank} is ready. It takes about a minute.',
  ],
  why: [
    'Capture session open; wait for the callback or the customer.',
    'Institution {bank} is supported. Wait for completion.',
  ],
  answers: {
    plain: [
      'Done',
      'OK it says completed',
      'All done I think',
      'It worked.',
      'Finished, I ticked the one account',
    ],
    terse: ['done', 'done', 'ok done', 'finished'],
    chatty: [
      'Done! It even found the account I had forgotten.',
      'Phew, three codes and a photo of my face later: done.',
    ],
  },
  slip: {
    says: [
      'it says session expired??',
      'The page is just white',
      'it wants a code but i dont get one',
      'Login failed, I think I mistyped',
    ],
    again: [
      'That happens. I’ve made a new link for {bank}, please try once more; the old one is closed.',
      'Sorry about that. I’ve restarted it. If a code is asked for, it comes in the {bank} app rather than by text.',
    ],
  },
}

export const statements = { consent, bank, captureDone }

export const statementsReceived: readonly string[] = [
  'The statements are here, thank you.',
  'I have received 90 days from {bank}.',
  'All in: statements from {bank} received.',
  'Thank you, I can see the {bank} statements now.',
]
