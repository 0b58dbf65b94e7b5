import { Parser } from '@asyncapi/parser'
import type { ValidateFunction } from 'ajv/dist/2020.js'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

import { describeEvents } from '@/api/asyncapi/document'
import { eventGuide } from '@/api/asyncapi/eventGuide'
import { toEnvelope, type Envelope } from '@/ledger/entry'
import { eventTypes, isUtterance, type LedgerEvent } from '@/ledger/event'
import { toDocumentId } from '@/ledger/documentId'
import { parseEntry } from '@/ledger/parse'
import { toDeadLetter } from '@/projector/deadLetters'
import { toListed, toUtteranceDocument } from '@/projector/frames'
import { foldLedger } from '@/projections/fold'
import { toCustomerConversation } from '@/projections/portal/customerConversations'
import { toShown } from '@/projections/portal/shown'

import { createMessageAjv, matching } from '../../../support/messageSchemas'

const document = describeEvents({ stream: 'chatLedger' })
const ajv = createMessageAjv()

const schemasOf = (channel: string): Record<string, ValidateFunction> =>
  Object.fromEntries(
    Object.keys(document.channels[channel]!.messages).map((name) => [
      name,
      ajv.compile(document.components.messages[name]!.payload),
    ]),
  )
const ledger = schemasOf('ledger')

const folder = new URL('../../../fixtures/', import.meta.url)
const samples = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .flatMap((name) =>
    readFileSync(new URL(name, folder), 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line, index) => ({
        name: `${name}:${index + 1}`,
        fields: JSON.parse(line) as Envelope,
      })),
  )

/** What the product makes of an entry: its message's name, or nothing where it is parked. */
const verdictOn = (fields: Envelope): string[] => {
  const parsed = parseEntry('1-0', toEnvelope(Object.entries(fields).flat() as string[]))
  if (parsed.kind === 'invalid') return []
  if (parsed.kind === 'event') return [parsed.event.type]
  return [parsed.reason === 'other-agent' ? 'otherAgent' : 'unknownType']
}

describe('the AsyncAPI document', () => {
  it('passes its parser without an error', { timeout: 60_000 }, async () => {
    const parse = (value: object) => new Parser().parse(JSON.stringify(value))
    const errorsOf = ({ diagnostics }: Awaited<ReturnType<typeof parse>>) =>
      diagnostics.filter(({ severity }) => severity === 0)
    const good = await parse(document)
    expect(errorsOf(good)).toEqual([])
    expect(good.document?.version()).toBe('3.0.0')
    expect(good.document?.channels().all()).toHaveLength(5)
    expect(errorsOf(await parse({ ...document, channels: 'none' }))).not.toEqual([])
  })

  it('names the stream that is read', () => {
    const { channels } = describeEvents({ stream: 'otherLedger' })
    expect(channels.ledger?.address).toBe('otherLedger')
    expect(channels.deadLetters?.address).toBe('otherLedger:deadletter')
  })

  it('has a message for every type', () => {
    expect(Object.keys(ledger)).toEqual([...eventTypes, 'unknownType', 'otherAgent'])
  })

  it.each(eventTypes)('gives an example of %s that is one', (type) => {
    const { example } = eventGuide[type]
    expect(verdictOn(example)).toEqual([type])
    expect(matching(ledger, example)).toEqual([type])
  })

  it('has samples of both kinds to judge', () => {
    const parked = samples.filter(({ fields }) => verdictOn(fields).length === 0)
    expect(parked.length).toBeGreaterThanOrEqual(4)
    expect(samples.length - parked.length).toBeGreaterThanOrEqual(10)
  })

  it.each(samples)('says of $name what the product does with it', ({ fields }) => {
    expect(matching(ledger, fields)).toEqual(verdictOn(fields))
  })

  it.each(eventTypes)('asks of %s the fields that parsing asks of it', (type) => {
    const { example } = eventGuide[type]
    for (const name of Object.keys(example) as (keyof Envelope)[]) {
      const { [name]: _left, ...without } = example
      expect([name, matching(ledger, without).includes(type)]).toEqual([
        name,
        verdictOn(without).includes(type),
      ])
      const empty = { ...example, [name]: '' }
      expect([name, matching(ledger, empty).includes(type)]).toEqual([
        name,
        verdictOn(empty).includes(type),
      ])
    }
  })

  it.each([
    ['final_decision', { decision: 'Approved ' }],
    ['final_decision', { decision: 'maybe' }],
    ['final_decision', {}],
    ['applicationDetail_changed', { loanAmount: '5e3', loanTerm: 12 }],
    ['applicationDetail_changed', { loanAmount: null, loanTerm: '12.0' }],
    ['applicationDetail_changed', { loanTerm: 12.5 }],
    ['applicationDetail_changed', { loanTerm: '12.5' }],
    ['applicationDetail_changed', { loanAmount: '5,000' }],
    ['applicationDetail_changed', { loanAmount: true }],
    ['applicationDetail_changed', { estimatedDecisionDate: '2026-03-31' }],
    ['applicationDetail_changed', { estimatedDecisionDate: 'soon' }],
    ['applicationDetail_changed', { customer: { date_of_birth: '1990-05-17' } }],
    ['applicationDetail_changed', { customer: { date_of_birth: '17/05/1990' } }],
    ['applicationDetail_changed', { customer: { staff_flag: 'yes' } }],
    ['applicationDetail_changed', { customerIdentityDocuments: 'none' }],
    ['applicationDetail_changed', { requiredDocuments: [{ documentType: 1 }] }],
    ['applicationDetail_changed', { somethingNew: { of: 'anyone' } }],
    ['user_input', { u: 5 }],
    ['user_input', { d: [] }],
    ['user_input', { prev_seq: '7' }],
    ['noticeboard_updated', { agentName: 'x' }],
    ['conversation_summary', { conversation_facts: [1] }],
    ['fraudCheck_results', []],
  ] as const)('judges %s with %j as parsing does', (type, dat) => {
    const fields = { ...eventGuide[type].example, dat: JSON.stringify(dat) }
    expect(matching(ledger, fields)).toEqual(verdictOn(fields))
  })

  it('describes the frames that the samples lead to', () => {
    const events = samples.flatMap(({ fields }, index): LedgerEvent[] => {
      const parsed = parseEntry(`${index + 1}-0`, fields)
      return parsed.kind === 'event' ? [parsed.event] : []
    })
    const state = foldLedger(events)
    const live = schemasOf('live')
    const told = (collection: string, doc: object) =>
      JSON.parse(
        JSON.stringify({
          ...{ collection, operation: 'update', doc, eventId: '1-0' },
          timestamp: new Date(0).toISOString(),
        }),
      ) as unknown
    const expectAll = (name: string, collection: string, docs: object[], schemas = live): void => {
      expect(docs.length).toBeGreaterThan(0)
      for (const doc of docs) expect(matching(schemas, told(collection, doc))).toEqual([name])
    }
    const listed = (collection: keyof typeof state): object[] =>
      [...state[collection].values()].map((each) => toListed(collection, each))
    expectAll('conversationChanged', 'conversations', listed('conversations'))
    expectAll('applicationChanged', 'applications', listed('applications'))
    expectAll('customerChanged', 'customers', listed('customers'))
    expectAll(
      'utteranceMade',
      'utterances',
      events.filter(isUtterance).map((event) => ({
        conversationId: toDocumentId(event.conversationId),
        ...toUtteranceDocument(event),
      })),
    )
    expectAll(
      'customerConversationChanged',
      'customer-conversations',
      [...state.conversations.values()].map((each) =>
        toShown('customer-conversations', toCustomerConversation(each)),
      ),
      schemasOf('customerLive'),
    )
    expect(matching(live, { type: 'resync' })).toEqual(['resync'])
    expect(matching(live, { type: 'connected', clientId: 'a', position: '0-0' })).toEqual([
      'connected',
    ])
    expect(matching(live, { type: 'something else' })).toEqual([])
  })

  it('describes the letters of what was parked', () => {
    const letters = schemasOf('deadLetters')
    for (const { fields } of samples) {
      const parsed = parseEntry('1-0', fields)
      if (parsed.kind !== 'invalid') continue
      const {
        _id,
        stack: _stack,
        ...letter
      } = toDeadLetter(
        { id: '1-0', envelope: fields },
        { ...parsed, attempts: 1, now: new Date(0) },
      )
      const item = JSON.parse(JSON.stringify({ id: _id, ...letter })) as unknown
      expect(matching(letters, item)).toEqual(['deadLetter'])
    }
  })
})
