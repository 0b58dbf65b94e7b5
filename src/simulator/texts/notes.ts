/** What the agents write on the noticeboard. */
export const notes = {
  identity: {
    low: [
      'Document and register data match. No further action.',
      'eKYC passed on {document}. Name, date of birth and address all match.',
      'Identity verified, risk low ({score}). Address confirmed on the electoral roll.',
    ],
    medium: [
      'Address did not match on the first source. Second document requested.',
      'Partial match ({score}): date of birth fine, address two years old. Asked for Medicare.',
    ],
    resolved: [
      'Second document matches. Risk lowered to {score}; may go on.',
      'Medicare confirms name and date of birth. Address mismatch explained by a recent move.',
    ],
    high: [
      'No match on two documents. Do not lend; suggest a branch visit with originals.',
      'Document number reported as lost. Stop the application.',
    ],
  },
  serviceability: {
    waiting: [
      'Waiting for bank statements from {bank}.',
      'Statement capture open with {bank}; nothing received so far.',
      'Budget to be assessed once the {bank} statements are in.',
    ],
    pass: [
      'Income {income}, expenses {expenses}, surplus {surplus} a month. Repayment {instalment} fits with buffer.',
      'Statements ({bank}) agree with stated figures. Surplus {surplus} against {instalment}: pass.',
      'Pass on {amount} / {term} months. Regular wages from {employer}, no dishonours in 90 days.',
    ],
    fail: [
      'Surplus {surplus} does not carry {instalment} a month. Fail.',
      'Expenses {expenses} of income {income}. No room for {amount} over {term} months.',
    ],
    hidden: [
      'Statements show {undisclosed} a month in buy-now-pay-later that was not mentioned. Surplus {surplus}: fail.',
      'Recurring debits of {undisclosed} to two other lenders found. Stated expenses too low. Fail.',
    ],
    stale: [
      'Amount changed to {wanted} after the assessment on {amount}. Assess again before the contract.',
    ],
    mended: [
      'Payslips show {more} a month more than the statements. Income {income}, surplus {surplus}: pass on review.',
      'Looked at again with new documents: {more} of further income confirmed. Surplus {surplus} carries {instalment}.',
    ],
    revised: ['Assessed again on {amount}: {instalment} a month, surplus {surplus}. Pass.'],
  },
  fraud: {
    clear: [
      'No signals.',
      'Device, number and account are known and consistent.',
      'Nothing found; three identity points agree.',
    ],
    review: [
      'Signal: {signal}. Asked the customer.',
      'One signal ({signal}), weight moderate. Hold the offer until explained.',
    ],
    explained: [
      'Signal {signal} explained by the customer, consistent with the statements. Cleared.',
      '{signal}: explanation accepted. Cleared for offer.',
    ],
    refuse: [
      'Signal {signal} plus a mule account pattern. Decline recommended.',
      'Document reused in two applications this week. Decline recommended.',
    ],
  },
} as const
