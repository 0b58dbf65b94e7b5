/** What is said when a decision is looked at again. */
export const afterwards = {
  asks: [
    'Hi again, I forgot my second job. I’ve uploaded the payslips. Can somebody look once more?',
    'Hello, my family payments were not in that account. I have sent the letter. Does it change anything?',
    'I got a raise, the new contract is in the upload. Would you check again please?',
    'can someone look at it again, i sent the other statements',
  ],
  takes: [
    'Thank you, they’re here. I’ve passed your application to a credit officer, who’ll look at it again.',
    'I have them. A colleague goes through the numbers once more, and I’ll write to you here.',
  ],
  takesWhy: [
    'New income documents after a decline: reopen, decision PENDING, hand to a person.',
    'Customer asks for a review with new evidence. Policy: a person decides.',
  ],
  mendedWhy: [
    'Credit officer has confirmed the added income: approve and close.',
    'Reassessed on the new documents, pass. Tell the new decision plainly.',
  ],
} as const
