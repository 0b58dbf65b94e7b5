import type { Question } from './question'

const fullName: Question = {
  step: 'collect_legal_name',
  input: 'text',
  asks: [
    'Now I need to make sure that you are you. What’s your full name, as on your licence?',
    'On to identity. Please give me your full legal name.',
    'For the identity check: your full name as it stands on your documents?',
    'Next comes the official part. What’s your full name?',
    'Could you tell me your full name, middle names included?',
  ],
  why: [
    'Intake is complete. KYC needs the legal name as on the document.',
    'Stage identity starts; the first name alone is not enough for the eKYC match.',
    'Legal name first, then date of birth and address: the order the provider wants.',
  ],
  answers: {
    plain: ['{fullName}', 'It’s {fullName}', '{fullName}.', 'My full name is {fullName}'],
    terse: ['{fullName}', '{fullName}'],
    chatty: [
      '{fullName}, and yes, all of it is on the licence.',
      'In full? {fullName}. Only my mother uses that.',
    ],
  },
}

const email: Question = {
  step: 'collect_contact',
  input: 'email',
  asks: [
    'Which e-mail address should the documents go to?',
    'What’s your e-mail address?',
    'Where can I send the contract later? An e-mail address, please.',
    'Your e-mail?',
    'And the best e-mail for you?',
  ],
  why: [
    'Contact channel missing; contract is delivered by e-mail.',
    'collect_contact: e-mail first, then mobile.',
  ],
  answers: {
    plain: ['{email}', 'It is {email}', 'My email is {email}', '{email} please'],
    terse: ['{email}', '{email}'],
    chatty: [
      '{email}. I check it more often than I should.',
      'Use {email}, the other one is full of shopping ads.',
    ],
  },
  slip: {
    says: ['{emailBroken}', '{emailBroken} i think'],
    again: [
      'There seems to be a piece missing in that address. Could you type it once more?',
      'I can’t send to that one, the part around the @ looks off. What is it exactly?',
    ],
  },
}

const mobile: Question = {
  step: 'collect_contact',
  input: 'phone',
  asks: [
    'And a mobile number, in case we get cut off?',
    'What’s the best mobile number for you?',
    'Your mobile number, please. I’ll send a code to it before you sign.',
    'Which number can we text?',
  ],
  why: ['Mobile is needed for the signing code.', 'Second factor for the contract: mobile number.'],
  answers: {
    plain: ['{mobile}', 'My number is {mobile}', '{mobile}, texts are better than calls'],
    terse: ['{mobile}', '{mobile}'],
    chatty: [
      '{mobile}, but please text, I’m on shift and can’t pick up.',
      '{mobile}. Had the same number since 2004!',
    ],
  },
}

const dateOfBirth: Question = {
  step: 'collect_date_of_birth',
  input: 'date',
  asks: [
    'What’s your date of birth?',
    'And when were you born?',
    'Your date of birth, please (day, month, year).',
    'I also need your date of birth.',
  ],
  why: [
    'Date of birth for the eKYC match and the age check (18+).',
    'Next open field: date_of_birth.',
  ],
  answers: {
    plain: ['{born}', '{born}.', 'I was born on {born}', '{born}'],
    terse: ['{born}', '{born}'],
    chatty: ['{born}, which makes me older than I feel.', '{born}. No cake jokes please 🎂'],
  },
  slip: {
    says: ['31/02/1990', 'june 1990', '99'],
    again: [
      'That doesn’t look like a full date to me. Day, month and year, for instance 24/08/1990?',
      'Could you write that as day/month/year?',
    ],
  },
}

const address: Question = {
  step: 'collect_address',
  input: 'address',
  asks: [
    'Where do you live? Street, suburb, state and postcode, please.',
    'What’s your home address?',
    'And your current residential address?',
    'Next is your address, please with the postcode.',
    'Which address are you living at now?',
  ],
  why: [
    'Residential address for eKYC; a PO box will not do.',
    'Address missing; needed for the match against the electoral roll.',
  ],
  answers: {
    plain: ['{address}', 'I live at {address}', '{address}, been here two years'],
    terse: ['{address}', '{address}'],
    chatty: [
      '{address}. It’s the one with the jacaranda, not that you need to know.',
      '{address}, since last winter. Lovely street, terrible parking.',
    ],
  },
}

const licence: Question = {
  step: 'collect_documents',
  input: 'document',
  asks: [
    'Do you have a driver licence? Please give me the number, or upload a photo of the front.',
    'Which document can you show me? A licence is easiest: number and state, please.',
    'Last thing for the check: your driver licence number and the state that issued it.',
    'Could you give me your licence number? The number should be readable if you send a photo.',
  ],
  why: [
    'One primary document is needed. Licence is the fastest to verify.',
    'collect_documents: ask for licence, accept passport or Medicare as second choice.',
  ],
  answers: {
    plain: [
      'Licence {licence}, issued in {state}',
      'It’s {licence}, {state}',
      '{licence} ({state})',
      'Photo uploaded. The number is {licence}, {state}.',
    ],
    terse: ['{licence} {state}', '{licence}, {state}'],
    chatty: [
      'Hang on, it’s in the car… {licence}, {state}. The photo is awful.',
      '{licence} from {state}. I’ve sent a picture as well, sorry about the thumb.',
    ],
  },
  unclear: {
    says: [
      'Is that the card number or the licence number?',
      'why do you need that?',
      'which number, there are two on it',
    ],
    explains: [
      'The licence number, not the card number on the back. It lets me check that nobody else applies in your name.',
      'It’s how I verify your identity, as the law asks of every lender. The licence number on the front is enough.',
    ],
  },
}

const passport: Question = {
  step: 'collect_documents',
  input: 'document',
  asks: [
    'I’d like to see one document. Do you have a passport? The number is enough.',
    'Without a licence, a passport works just as well. What’s the number?',
    'Which document suits you? A passport number would do nicely.',
  ],
  why: [
    'Customer has no licence; passport is an accepted primary document.',
    'collect_documents: passport path.',
  ],
  answers: {
    plain: ['Passport number {passport}', 'It’s {passport}', 'I have my passport here: {passport}'],
    terse: ['{passport}', 'passport {passport}'],
    chatty: [
      'Found it! {passport}. Haven’t used it since Bali.',
      '{passport}, in the drawer under the takeaway menus, of course.',
    ],
  },
}

const medicare: Question = {
  step: 'collect_second_document',
  input: 'document',
  asks: [
    'The first check was not quite conclusive, which happens. Could you add a second document, say your Medicare card number?',
    'I couldn’t match everything with one document. Could I have your Medicare number as well?',
    'To be sure it’s you I need one more document. Do you have a Medicare card?',
  ],
  why: [
    'Identity risk above low: policy asks for a secondary document before going on.',
    'Partial match only. Request Medicare, run the check again.',
  ],
  answers: {
    plain: ['Medicare {medicare}', 'Sure, {medicare}', 'OK, the number is {medicare}'],
    terse: ['{medicare}', 'medicare {medicare}'],
    chatty: [
      'No worries, {medicare}. I moved in winter, maybe that is why?',
      '{medicare}. I changed my surname last year, it haunts me everywhere.',
    ],
  },
}

const confirmKnown: Question = {
  step: 'collect_legal_name',
  input: 'yes_no',
  asks: [
    'I still have {fullName}, {email} and {address}. Is all of that current?',
    'From last time I know your address as {address} and your e-mail as {email}. Still right?',
  ],
  why: [
    'Returning customer: confirm instead of asking again.',
    'Details on file are under twelve months old; confirmation is enough.',
  ],
  answers: {
    plain: ['Yes, all the same.', 'Yep that’s right', 'Correct, nothing has changed'],
    terse: ['yes', 'yep', 'correct'],
    chatty: [
      'Still here, still the same, still paying too much rent.',
      'Yes to all of it! Good memory.',
    ],
  },
}

export const identity = {
  fullName,
  email,
  mobile,
  dateOfBirth,
  address,
  licence,
  passport,
  medicare,
  confirmKnown,
}

/** While the check runs, and what came of it. */
export const identityResults = {
  checking: [
    'Thanks, that’s everything. Give me a moment while I check your identity.',
    'I’m running the identity check now, a few seconds…',
    'That’s all for identity. Checking…',
    'One moment, I’m comparing this with the registers.',
  ],
  checkingWhy: [
    'All identity fields present. Call the identity provider.',
    'Identity complete; run eKYC and risk.',
  ],
  passed: [
    'Your identity is confirmed, {first}.',
    'That worked, you are who you say you are.',
    'All matched. That’s the identity part done.',
    'Identity check passed ✔',
  ],
  failedWhy: ['eKYC failed after two documents. Policy: no lending without a verified identity.'],
} as const
