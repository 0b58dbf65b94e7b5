/** How the broker begins. */
export const greetings: readonly string[] = [
  'Hi, I’m Billie, the lending assistant. What would you like some help with today?',
  'Welcome! I’m Billie. Tell me in your own words what you need the money for.',
  'Hello, Billie here. I can take you from first question to decision in one chat. What’s it for?',
  'Good to see you here. I’m Billie, an AI broker; a person looks over my shoulder. What brings you in?',
  'Hi there! I’m Billie. What are you hoping to pay for?',
  'Hello and welcome. I’m Billie. What can I do for you?',
]

export const greetingsAgain: readonly string[] = [
  'Welcome back, {first}! What can I help you with this time?',
  'Hi {first}, nice to see you again. What’s it for this time?',
  'Hello again {first}. Your details are still here, so this will be quicker. What do you need?',
]

export const greetingWhy: readonly string[] = [
  'New session. No application on file; open with an open question to learn the purpose.',
  'Conversation start. Disclose that I am an AI, invite the purpose in free text.',
  'No prior context. Ask for purpose before anything personal.',
]

export const greetingAgainWhy: readonly string[] = [
  'Customer id matches an earlier application. Greet by name, details need confirmation only.',
  'Returning customer. Skip the name question, confirm the rest at identity.',
]

/** Words between an answer and the next question. `{first}` may stand in them. */
export const acknowledgements: readonly string[] = [
  'Thanks, {first}.',
  'Got it.',
  'Great, thank you.',
  'Perfect.',
  'Noted, thanks.',
  'Thanks for that.',
  'All good.',
  'Lovely, thank you {first}.',
  'Okay, I have that.',
  'Thank you.',
  'Wonderful.',
  'Right, that’s saved.',
  'Too easy.',
  'Thanks {first}, that helps.',
  'Understood.',
  'Cheers.',
  'Good, thanks.',
  'That’s in.',
]

/** What a worried or hurried customer hears now and then. */
export const reassurances: Readonly<Record<string, readonly string[]>> = {
  anxious: [
    'You’re doing fine, {first}.',
    'No need to worry, this part is simple.',
    'Take your time, nothing here runs out.',
    'That’s a perfectly good answer.',
  ],
  hurried: ['Quick one:', 'Nearly through this part.', 'I’ll be quick.', 'Short one next.'],
  confused: [
    'No problem, one thing at a time.',
    'That’s clear, thank you.',
    'Good, that was all I needed.',
  ],
}
