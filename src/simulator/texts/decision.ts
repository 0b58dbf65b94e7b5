/** How conversations end. */
export const endings = {
  approved: [
    'You’re approved, {first}! {amount} will be in your {bank} account by tomorrow morning. The contract is on its way to {email}.',
    'All done: approved. The money should reach {bank} within the hour, and the contract is in your inbox. All the best with {thing}!',
    'Congratulations, your loan of {amount} is approved. First instalment of {instalment} in a month. I hope {thing} goes smoothly.',
    'Approved ✔ I’ve sent the contract to {email}; as soon as you’ve signed, {amount} goes out.',
    'Good news to finish with: it’s a yes. {amount} is on its way to you, {first}.',
  ],
  approvedWhy: [
    'Checks passed and offer accepted: approve and close.',
    'Decision APPROVED. Confirm payout, contract and first instalment; end warmly.',
  ],
  review: [
    'I can’t give the final word by myself here, so a colleague looks at it now. It normally takes a few minutes.',
    'One of our credit officers has to confirm this one. Please stay with me, it won’t be long.',
  ],
  reviewWhy: [
    'Score in the grey zone; policy asks for a person’s confirmation. Decision PENDING.',
    'Manual review requested because of the earlier fraud signal.',
  ],
  reviewPatience: [
    'Ok, I’ll wait.',
    'ok',
    'No worries, I’ll make a cuppa.',
    'How long is that?',
    'Fingers crossed 🤞',
    'Sure',
  ],
  declinedBudget: [
    'I’m sorry, {first}, I can’t offer this loan. With {income} coming in and {expenses} going out, {instalment} a month would leave you too little. The National Debt Helpline (1800 007 007) is free, if talking it through would help.',
    'I have to say no this time. By your statements about {expenses} of {income} is already spoken for each month, and I don’t want to make it tighter. A smaller amount may work later on.',
    'Unfortunately it doesn’t fit your budget right now: {instalment} a month is more than what’s left. You’re welcome to try again in 90 days; many providers also have hardship plans or no-interest loans.',
    'I’m afraid this one is a no. The repayments would put you under pressure, and I’m not allowed, nor do I want, to do that. Good Shepherd’s no-interest loans may be an option.',
  ],
  declinedIdentity: [
    'I’m sorry, I couldn’t confirm your identity with those documents, so I have to stop here. You can visit a branch with the originals.',
    'Unfortunately the identity check didn’t succeed, and without it I can’t lend. If you think that’s wrong, please write to us and a person will look at it.',
  ],
  declinedFraud: [
    'Thank you for your patience. I’m not able to offer you a loan at this time. You’ll get a letter with your rights and whom to contact.',
    'I’m sorry, after the final checks I can’t go ahead with this application. If you’d like it reviewed by a person, reply to the e-mail that I’m sending now.',
  ],
  declinedWhy: [
    'Decision DECLINED ({reason}). Give the reason as far as permitted, point to free help.',
    'Decline: {reason}. Be kind, be clear, no false hope.',
  ],
  thanksApproved: [
    'Thank you so much!',
    'Thanks Billie',
    'legend, thanks',
    'Brilliant, thank you. Bye!',
    'That was easier than I thought. Thanks!',
    'You beauty! Thank you',
    'Thanks, have a good day',
    'ty',
  ],
  thanksDeclined: [
    'Okay. Thanks anyway.',
    'I see. Thank you for explaining.',
    'that sucks',
    'Oh. Okay then.',
    'Fair enough, thanks for being straight with me.',
    'really?? ok',
    'Thank you, I will call that number.',
  ],
  goodbyes: [
    'Take care, {first}!',
    'All the best. Goodbye!',
    'You’re welcome. Have a good one!',
    'My pleasure, {first}. Bye!',
    'Thank you for your time. I’m here if you need me again.',
    'Look after yourself.',
  ],
  goodbyeWhy: ['Conversation complete; close.', 'Nothing left to do. Say goodbye and end.'],
  withdrawals: [
    'Actually, I’ve changed my mind. Please cancel the application.',
    'Sorry, my parents are going to help me out. Can you stop this?',
    'I don’t think I want to go on. Please delete it.',
    'cancel pls',
    'You know what, I’ll wait until my tax return comes. Please withdraw it.',
    'My boss just gave me an advance so I don’t need it any more, thank you though!',
    'This is getting too much for me. I’d like to stop.',
  ],
  withdrawalReplies: [
    'Of course. I’ve withdrawn your application; nothing else will happen. Good luck with {thing}!',
    'No problem at all, it’s cancelled. You can come back whenever you like.',
    'That’s perfectly fine. The application is withdrawn and won’t show on your credit file.',
  ],
  withdrawalWhy: [
    'Customer withdraws of their own accord. Confirm, do not persuade.',
    'Explicit request to cancel. Record WITHDRAWN, close politely.',
  ],
  nudges: [
    'Are you still there, {first}?',
    'Hello? Are you still there?',
    'Take your time. I’m still here when you’re ready.',
    'Just checking in, are you still with me?',
    'No rush at all. Shall we go on?',
  ],
  nudgeWhy: [
    'No answer for a while. One gentle reminder, repeat nothing sensitive.',
    'Customer silent; check presence.',
  ],
  lastNudges: [
    'I’ll pause here. Your answers are saved for 14 days, so you can pick it up where we stopped.',
    'It looks like you had to go. I’ve saved everything; just come back to this page.',
    'I’ll close the chat for now to keep your details safe. See you another time!',
  ],
  lastNudgeWhy: [
    'Silent after the reminder. Close the session and keep the application open.',
    'Session timeout; soft end.',
  ],
} as const
