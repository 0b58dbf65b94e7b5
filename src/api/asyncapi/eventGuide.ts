import type { Envelope } from '@/ledger/entry'
import type { EventType } from '@/ledger/event'

/** What people are told of one type of event. */
export interface EventGuide {
  title: string
  /** What it means, and what it changes. */
  meaning: string
  /** One entry as it may stand in the stream. */
  example: Envelope
}

const example = (
  typ: EventType,
  seq: number,
  dat: object,
  time = `2026-03-31T09:30:0${seq}Z`,
): Envelope => ({
  ...{ agt: 'broker', typ, cid: 'conv_123', aid: 'app_123', uid: 'cust_123', seq: String(seq) },
  ...{ tsp: time, dat: JSON.stringify(dat) },
})

/** Every type of event, in words. */
export const eventGuide: Record<EventType, EventGuide> = {
  conversation_started: {
    title: 'Conversation started',
    meaning:
      'A conversation begins: its status is `active`, it started at `tsp`, and it links to the application (`aid`) and the customer (`uid`).',
    example: example('conversation_started', 1, {}),
  },
  user_input: {
    title: 'The customer said something',
    meaning:
      'Appends an utterance of the customer. Long and short keys mean the same; the long one wins where both stand.',
    example: example('user_input', 2, {
      ...{ utterance: 'I need a loan for $5000', answer_input_type: 'currency' },
      additional_data: { amount: 5000 },
    }),
  },
  assistant_response: {
    title: 'The broker answered',
    meaning:
      'Appends an utterance of the broker. `rationale` (`r`) is its inner reasoning, which staff alone are shown. `end_conversation` (`e`) sets the conversation’s status to `soft_end`.',
    example: example('assistant_response', 3, {
      ...{ u: 'Happy to help with that.', r: 'An amount was stated', a: 'text', d: {} },
    }),
  },
  applicationDetail_changed: {
    title: 'Application or customer changed',
    meaning:
      'Data of the application and its customer, whole or in part: a key that is absent leaves the field as it was, an explicit `null` clears it. Lists, addresses and the process are sent whole. It names the application by `aid`, or by `dat.applicationNumber`.',
    example: example('applicationDetail_changed', 4, {
      ...{ applicationNumber: 'app_123', loanPurpose: 'Car repair' },
      ...{ loanAmount: '5000.00', loanTerm: '12' },
      customer: {
        ...{ customer_id: 'cust_123', first_name: 'John', last_name: 'Doe' },
        email_address: { value: 'john@example.com' },
      },
    }),
  },
  identityRisk_assessment: {
    title: 'Identity risk assessed',
    meaning: 'The result of the identity risk check, kept whole as `assessments.identityRisk`.',
    example: example('identityRisk_assessment', 5, { risk_level: 'low', score: 12, reasons: [] }),
  },
  serviceability_assessment_results: {
    title: 'Serviceability assessed',
    meaning: 'The result of the serviceability check, kept whole as `assessments.serviceability`.',
    example: example('serviceability_assessment_results', 6, {
      ...{ decision: 'pass', income: 6200, expenses: 3900, surplus: 2300 },
    }),
  },
  fraudCheck_results: {
    title: 'Fraud checked',
    meaning: 'The result of the fraud check, kept whole as `assessments.fraudCheck`.',
    example: example('fraudCheck_results', 7, { result: 'clear', score: 4, rules: [] }),
  },
  noticeboard_updated: {
    title: 'Note posted',
    meaning:
      'An agent posted a note; it is appended to the application’s noticeboard. Entries of one agent are that note’s history.',
    example: example('noticeboard_updated', 8, {
      ...{ agentName: 'serviceability', content: 'Waiting for bank statements', versions: [] },
    }),
  },
  final_decision: {
    title: 'Decision made',
    meaning:
      'The decision, in any case. Approved and declined set the application’s outcome and the conversation’s status; withdrawn and pending set the outcome only.',
    example: example('final_decision', 9, { decision: 'APPROVED' }),
  },
  conversation_summary: {
    title: 'Conversation analysed',
    meaning: 'What the conversation was about, and the facts that came up.',
    example: example(
      'conversation_summary',
      0,
      { conversation_purpose: 'Car repair loan', conversation_facts: ['Asked for $5000'] },
      '2026-03-31T09:31:00Z',
    ),
  },
}
