import fc from 'fast-check'

import type { RawEntry } from './oracle'

/**
 * Random valid events over small pools of ids, so that conversations change customers, customers
 * share applications, and events name each other in every combination.
 */
export const randomEntries = (options: {
  minLength?: number
  maxLength: number
}): fc.Arbitrary<RawEntry[]> =>
  fc
    .array(fc.tuple(fc.integer({ min: 0, max: 3 }), event), options)
    .map((drawn) => {
      let ms = 1_700_000_000_000
      let n = 0
      return drawn.map(([step, fields]) => {
        // Ids that differ in the number of digits, so that comparing them as text is wrong.
        n = step === 0 ? n + 9 : 0
        ms += step
        return { id: `${ms}-${n}`, fields }
      })
    })
    .map((entries) => [...new Map(entries.map((entry) => [entry.id, entry])).values()])

const pool = (prefix: string, size: number) =>
  fc.integer({ min: 1, max: size }).map((number) => `${prefix}_${number}`)
const applicationId = pool('app', 3)
const customerId = pool('cust', 3)

/**
 * Most conversations keep to one application and customer, as in life; now and then an event
 * names others. (Everything mixed with everything would hide what the usual case does.)
 */
const ids = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.integer({ min: 1, max: 12 }).map((number) => ({
      cid: `conv_${number}`,
      aid: `app_${Math.ceil(number / 2) + 3}`,
      uid: `cust_${Math.ceil(number / 3) + 3}`,
    })),
  },
  {
    weight: 1,
    arbitrary: fc.record({ cid: pool('conv', 12), aid: pool('app', 9), uid: pool('cust', 7) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ cid: pool('conv', 4), aid: applicationId, uid: customerId }),
  },
)
const cleared = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.option(value, { nil: null, freq: 6 })

const time = fc
  .integer({ min: 0, max: 5_000 })
  .map((seconds) => new Date(Date.UTC(2024, 0, 15, 10) + seconds * 1_000).toISOString())
const words = fc.constantFrom(
  '',
  'I need a loan',
  'Thanks',
  'My card is 4111 1111 1111 1111',
  'سلام',
  '🚩 <b>x</b>',
  'O’Neill',
)
const amount = fc.integer({ min: 1, max: 999_999 }).map((cents) => cents / 100)
const numeric = fc.oneof(
  amount,
  amount.map((value) => value.toFixed(2)),
)
const record = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(shape, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>

const utterance = record({
  utterance: words,
  u: words,
  r: words,
  e: fc.boolean(),
  end_conversation: fc.boolean(),
})
const customer = record({
  customer_id: customerId,
  preferred_name: cleared(fc.constantFrom('Jo', 'Bo')),
  first_name: cleared(fc.constantFrom('John', 'Aroha', '佐藤')),
  middle_name: cleared(fc.constantFrom('van', 'Q')),
  last_name: cleared(fc.constantFrom('Doe', 'Nguyễn')),
  mobile_phone_number: cleared(fc.constantFrom('0400000000', '0411111111')),
  email_address: fc.constantFrom({ value: 'john@example.com' }, { value: 'a@b.au' }, null),
  staff_flag: cleared(fc.boolean()),
  ekyc_status: fc.constantFrom('successful', 'failed', 'pending', 'odd'),
  residential_address: cleared(
    record({ street: fc.constantFrom('1 A St', '2 B Rd'), city: fc.constant('Perth') }),
  ),
})
const detail = record({
  applicationNumber: applicationId,
  loanPurpose: cleared(fc.constantFrom('Car', 'Vet')),
  loanAmount: cleared(numeric),
  loanFee: cleared(numeric),
  loanTotalPayable: cleared(numeric),
  loanTerm: cleared(fc.integer({ min: 1, max: 48 })),
  customerAttestationAcceptance: cleared(fc.boolean()),
  statementCaptureCompleted: cleared(fc.boolean()),
  applicationOutcome: fc.constantFrom('PENDING', 'approved', 'Declined', 'withdrawn'),
  applicationProcess: cleared(
    record({
      currentProcessStage: cleared(fc.constantFrom('identity', 'serviceability', '')),
      applicationProcessState: fc.array(
        record({ stageName: fc.constantFrom('identity', 'offer'), complete: fc.boolean() }),
        { maxLength: 3 },
      ),
    }),
  ),
  estimatedDecisionDate: cleared(time),
  requiredDocuments: cleared(
    fc.array(
      record({
        documentType: fc.constantFrom('PAYSLIP', 'PASSPORT'),
        status: fc.constantFrom('REQUIRED', 'uploaded', 'verified', 'rejected', 'odd'),
        reason: cleared(fc.constant('It is blurred')),
      }),
      { maxLength: 2 },
    ),
  ),
  customerIdentityDocuments: cleared(
    fc.array(record({ document_type: fc.constant('PASSPORT') }), { maxLength: 2 }),
  ),
  customerId,
  customer,
})
const assessment = record({
  risk_level: fc.constantFrom('low', 'high'),
  score: fc.nat(100),
  rules: fc.array(fc.nat(3)),
})
const note = fc.record({ agentName: fc.constantFrom('fraud', 'identity'), content: words })
const decision = fc.record({
  decision: fc.constantFrom('APPROVED', 'declined', 'Withdrawn', 'PENDING'),
})
const summary = record({
  conversation_purpose: words,
  conversation_facts: fc.array(words, { maxLength: 3 }),
})

const withEnvelope = (
  typ: string,
  dat: fc.Arbitrary<unknown>,
  needs: { cid?: boolean; aid?: boolean },
): fc.Arbitrary<Record<string, string>> =>
  fc
    .record({
      ids,
      omits: fc.record({ cid: rarely, aid: rarely, uid: rarely }),
      tsp: time,
      dat,
    })
    .map(({ dat: value, ids: { aid, cid, uid }, omits, tsp }) => {
      // The data of an application may name it instead of the envelope.
      const isNamed =
        typ === 'applicationDetail_changed' && 'applicationNumber' in (value as object)
      return {
        agt: 'broker',
        typ,
        ...((needs.cid || !omits.cid) && { cid }),
        ...(((needs.aid && !isNamed) || !omits.aid) && { aid }),
        ...(!omits.uid && { uid }),
        tsp,
        dat: JSON.stringify(value),
      }
    })

const rarely = fc.integer({ min: 0, max: 5 }).map((drawn) => drawn === 0)

const event = fc.oneof(
  { weight: 1, arbitrary: withEnvelope('conversation_started', fc.constant({}), { cid: true }) },
  { weight: 4, arbitrary: withEnvelope('user_input', utterance, { cid: true }) },
  { weight: 4, arbitrary: withEnvelope('assistant_response', utterance, { cid: true }) },
  { weight: 4, arbitrary: withEnvelope('applicationDetail_changed', detail, { aid: true }) },
  { weight: 1, arbitrary: withEnvelope('identityRisk_assessment', assessment, { aid: true }) },
  {
    weight: 1,
    arbitrary: withEnvelope('serviceability_assessment_results', assessment, { aid: true }),
  },
  { weight: 1, arbitrary: withEnvelope('fraudCheck_results', assessment, { aid: true }) },
  { weight: 1, arbitrary: withEnvelope('noticeboard_updated', note, { aid: true }) },
  { weight: 1, arbitrary: withEnvelope('final_decision', decision, { aid: true }) },
  { weight: 1, arbitrary: withEnvelope('conversation_summary', summary, { cid: true }) },
  {
    weight: 1,
    arbitrary: fc.constant({
      agt: 'telemetry',
      typ: 'heartbeat',
      cid: 'conv_1',
      tsp: '2024-01-15T10:00:00Z',
      dat: '{}',
    }),
  },
)
