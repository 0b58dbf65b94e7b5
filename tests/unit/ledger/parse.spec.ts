import { describe, expect, it } from 'vitest'

import { type Envelope, toEnvelope } from '@/ledger/entry'
import { type Parsed, parseEntry } from '@/ledger/parse'

/** An entry in which `undefined` takes a field away. */
type Overrides = { [Name in keyof Envelope]?: Envelope[Name] | undefined }

const envelope = (typ: string, dat: unknown, more: Overrides = {}): Envelope => {
  const fields = {
    agt: 'broker',
    typ,
    cid: 'c1',
    aid: 'a1',
    uid: 'u1',
    seq: '4',
    tsp: '2024-01-15T10:30:00Z',
    dat: typeof dat === 'string' ? dat : JSON.stringify(dat),
    ...more,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

const parse = (typ: string, dat: unknown, more: Overrides = {}): Parsed =>
  parseEntry('1-0', envelope(typ, dat, more))

const event = (typ: string, dat: unknown, more: Overrides = {}): any => {
  const parsed = parse(typ, dat, more)
  if (parsed.kind !== 'event') throw new Error(JSON.stringify(parsed))
  return parsed.event
}

const refusal = (typ: string, dat: unknown, more: Overrides = {}): string => {
  const parsed = parse(typ, dat, more)
  return parsed.kind === 'invalid' ? `${parsed.code} ${parsed.path}` : parsed.kind
}

describe('reading an utterance', () => {
  it('takes long and short keys alike, the long one winning where both stand', () => {
    expect(
      event('user_input', { u: 'short', r: 'why', a: 'text', d: { x: 1 }, e: true }).utterance,
    ).toEqual({
      utterance: 'short',
      rationale: 'why',
      answerInputType: 'text',
      prevSeq: 4,
      endConversation: true,
      additionalData: { x: 1 },
    })
    expect(event('user_input', { u: 'short', utterance: 'long' }).utterance.utterance).toBe('long')
  })

  it('has defaults for everything that was not sent', () => {
    expect(event('assistant_response', {}, { seq: undefined }).utterance).toEqual({
      utterance: '',
      rationale: '',
      answerInputType: '',
      endConversation: false,
      additionalData: {},
    })
  })

  it('prefers its own previous sequence number to the envelope’s', () => {
    expect(event('user_input', { prev_seq: '7' }).utterance.prevSeq).toBe(7)
    expect(event('user_input', {}, { seq: 'not a number' }).utterance).not.toHaveProperty('prevSeq')
  })
})

describe('reading the data of an application', () => {
  it('takes numbers as numbers or as text', () => {
    const { application } = event('applicationDetail_changed', {
      loanAmount: '5000.00',
      loanTerm: 12,
    }).detail
    expect(application).toEqual({ loanAmount: 5000, loanTerm: 12 })
  })

  it('tells an absent key, which leaves the field, from null, which clears it', () => {
    const { application, customer } = event('applicationDetail_changed', {
      loanPurpose: null,
      customer: { first_name: null, email_address: { value: 'a@b.au' } },
    }).detail
    expect(application).toEqual({ loanPurpose: null })
    expect(customer).toEqual({ firstName: null, emailAddress: 'a@b.au' })
  })

  it('finds the application in the envelope, else in the data', () => {
    expect(event('applicationDetail_changed', { applicationNumber: 'n1' }).applicationId).toBe('a1')
    expect(
      event('applicationDetail_changed', { applicationNumber: 'n1' }, { aid: undefined })
        .applicationId,
    ).toBe('n1')
    expect(refusal('applicationDetail_changed', {}, { aid: undefined })).toBe('INVALID_EVENT aid')
  })

  it('finds the customer in the customer’s data, else in the data, else in the envelope', () => {
    const id = (dat: unknown): string => event('applicationDetail_changed', dat).customerId
    expect(id({ customer: { customer_id: 'x' }, customerId: 'y' })).toBe('x')
    expect(id({ customer: {}, customerId: 'y' })).toBe('y')
    expect(id({})).toBe('u1')
  })

  it('gives addresses and documents their default country', () => {
    const { customer } = event('applicationDetail_changed', {
      customer: { residential_address: { city: 'Perth' } },
      customerIdentityDocuments: [{ document_type: 'PASSPORT', expiry_date: '2030-06-30' }],
    }).detail
    expect(customer.residentialAddress.country).toBe('Australia')
    expect(customer.identityDocuments).toMatchObject([
      { documentType: 'PASSPORT', countryOfIssue: 'Australia', expiryDate: new Date('2030-06-30') },
    ])
  })

  it('lowers the case of a known outcome and leaves an unknown one as it came', () => {
    const outcome = (sent: string): string =>
      event('applicationDetail_changed', { applicationOutcome: sent }).detail.application
        .applicationOutcome
    expect(outcome('APPROVED')).toBe('approved')
    expect(outcome('Parked')).toBe('Parked')
  })
})

describe('refusing an entry', () => {
  it.each([
    ['user_input', 'not json at all', {}, 'INVALID_EVENT dat'],
    ['user_input', '[]', {}, 'INVALID_EVENT dat'],
    ['user_input', { u: 5 }, {}, 'INVALID_EVENT dat.u'],
    ['user_input', {}, { cid: undefined }, 'INVALID_EVENT cid'],
    ['user_input', {}, { cid: '' }, 'INVALID_EVENT cid'],
    ['user_input', {}, { tsp: 'yesterday' }, 'INVALID_EVENT tsp'],
    ['user_input', {}, { tsp: undefined }, 'INVALID_EVENT tsp'],
    ['user_input', {}, { tsp: '2024-02-30T00:00:00Z' }, 'INVALID_EVENT tsp'],
    ['user_input', {}, { dat: undefined }, 'INVALID_EVENT dat'],
    ['user_input', {}, { typ: undefined }, 'INVALID_EVENT typ'],
    ['user_input', {}, { cid: 'x'.repeat(513) }, 'INVALID_EVENT cid'],
    ['final_decision', { decision: 'perhaps' }, {}, 'INVALID_EVENT dat.decision'],
    ['final_decision', { decision: 'APPROVED' }, { aid: undefined }, 'INVALID_EVENT aid'],
    ['applicationDetail_changed', { loanAmount: '$lots' }, {}, 'INVALID_EVENT dat.loanAmount'],
    ['applicationDetail_changed', { loanAmount: '' }, {}, 'INVALID_EVENT dat.loanAmount'],
    ['applicationDetail_changed', { loanTerm: 1.5 }, {}, 'INVALID_EVENT dat.loanTerm'],
    [
      'applicationDetail_changed',
      { productOfferAcceptance: 'yes' },
      {},
      'INVALID_EVENT dat.productOfferAcceptance',
    ],
    [
      'applicationDetail_changed',
      { customer: { date_of_birth: '17/05/1990' } },
      {},
      'INVALID_EVENT dat.customer.date_of_birth',
    ],
    ['identityRisk_assessment', '"high"', {}, 'INVALID_EVENT dat'],
    ['noticeboard_updated', { agentName: 'x' }, {}, 'INVALID_EVENT dat.content'],
  ])('%s with %j %j', (typ, dat, more, expected) => {
    expect(refusal(typ, dat, more)).toBe(expected)
  })

  it('refuses what is over 4 MB, whoever sent it', () => {
    expect(refusal('user_input', { u: 'x'.repeat(4_194_304) })).toBe('TOO_LARGE ')
    expect(refusal('heartbeat', 'é'.repeat(2_100_000), { agt: 'telemetry' })).toBe('TOO_LARGE ')
  })

  it('refuses data nested so deep that nothing could show it', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`
    expect(refusal('fraudCheck_results', deep)).toBe('INVALID_EVENT dat')
  })
})

describe('letting pass', () => {
  it('ignores other agents and unknown types, whatever they hold', () => {
    expect(parse('heartbeat', 'no json', { agt: 'telemetry' })).toEqual({
      kind: 'ignored',
      reason: 'other-agent',
    })
    expect(parse('some_future_type', 'no json', { tsp: 'never' })).toEqual({
      kind: 'ignored',
      reason: 'unknown-type',
    })
    expect(parse('constructor', '{}')).toEqual({ kind: 'ignored', reason: 'unknown-type' })
  })

  it('takes the decision in any case', () => {
    expect(event('final_decision', { decision: ' approved ' }).outcome).toBe('approved')
  })

  it('reads times with and without an offset the same in every time zone', () => {
    const at = (tsp: string): string => event('user_input', {}, { tsp }).occurredAt.toISOString()
    expect(at('2024-01-15T21:30:00+11:00')).toBe('2024-01-15T10:30:00.000Z')
    expect(at('2024-01-15T10:30:00.123456')).toBe('2024-01-15T10:30:00.123Z')
    expect(at('2024-01-15 10:30')).toBe('2024-01-15T10:30:00.000Z')
  })

  it('pollutes nothing and repairs text that is no valid Unicode', () => {
    const { utterance } = event('user_input', '{"u":"\\ud800","__proto__":{"polluted":true}}')
    expect(utterance.utterance).toBe('\ufffd')
    expect(({} as any).polluted).toBeUndefined()
  })

  it('keeps an assessment whole, whatever its keys', () => {
    const dat = '{"$where":"1","a.b":{"__proto__":1}}'
    expect(JSON.stringify(event('fraudCheck_results', dat).assessment)).toBe(dat)
  })
})

describe('the envelope', () => {
  it('counts the first of a name that stands twice and keeps the rest', () => {
    expect(toEnvelope(['typ', 'a', 'x', '1', 'typ', 'b'])).toEqual({
      typ: 'a',
      extra: ['x', '1', 'typ', 'b'],
    })
  })
})
