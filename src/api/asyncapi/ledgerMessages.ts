import { eventTypes, type EventType } from '@/ledger/event'
import { eventRules, type EventRule } from '@/ledger/rules'
import { identifier, instant } from '@/ledger/values'

import { toInputSchema, type JsonSchema } from '../openapi/jsonSchema'
import { eventGuide } from './eventGuide'

/** A message as AsyncAPI holds it. */
export interface Message {
  name: string
  title: string
  summary?: string
  contentType: string
  headers?: JsonSchema
  payload: JsonSchema
  examples?: { payload: unknown }[]
}

const text: JsonSchema = { type: 'string' }

/** Who and what an event is about. */
const envelopeProperties: Record<string, JsonSchema> = {
  cid: { ...toInputSchema(identifier), description: 'Conversation id.' },
  aid: { ...toInputSchema(identifier), description: 'Application id.' },
  uid: { ...toInputSchema(identifier), description: 'Customer id.' },
  seq: { ...text, description: 'Sequence number in the conversation.' },
  tsp: {
    ...toInputSchema(instant),
    description: 'Time of the event, ISO 8601, as the producer saw it: shown, never used to order.',
  },
}

/** The messages of the ledger: one for each type, and those that are archived and nothing more. */
export const ledgerMessages = (): Record<string, Message> => ({
  ...Object.fromEntries(eventTypes.map((type) => [type, toMessage(type)])),
  unknownType: {
    name: 'unknownType',
    title: 'An event of a type that is not known yet',
    summary: 'Archived, counted and acknowledged: a producer can be deployed first.',
    contentType: 'application/json',
    payload: {
      type: 'object',
      properties: { agt: { const: 'broker' }, typ: { ...text, minLength: 1, not: { enum: eventTypes } } }, // prettier-ignore
      required: ['agt', 'typ'],
      additionalProperties: text,
    },
  },
  otherAgent: {
    name: 'otherAgent',
    title: 'An event of another agent',
    summary: 'Archived and acknowledged, nothing more.',
    contentType: 'application/json',
    payload: {
      type: 'object',
      properties: { agt: { not: { const: 'broker' } } },
      additionalProperties: text,
    },
  },
})

const toMessage = (type: EventType): Message => {
  const { example, meaning, title } = eventGuide[type]
  return {
    ...{ name: type, title, summary: meaning, contentType: 'application/json' },
    payload: toPayload(type, eventRules[type]),
    examples: [{ payload: example }],
  }
}

/** The schema of an entry: all values are text, and `dat` is JSON of a schema of its own. */
const toPayload = (type: EventType, { dat, isDatOptional, needs }: EventRule): JsonSchema => {
  const json = { contentMediaType: 'application/json', contentSchema: toInputSchema(dat) }
  const properties = {
    agt: { const: 'broker', description: 'The agent that produced it.' },
    typ: { const: type, description: 'The type of event.' },
    ...envelopeProperties,
    ...Object.fromEntries(
      needs.map((name) => [name, { ...envelopeProperties[name], minLength: 1 }]),
    ),
    dat: isDatOptional ? { type: 'string', anyOf: [{ const: '' }, json] } : { ...text, ...json },
  }
  return {
    type: 'object',
    properties,
    required: ['agt', 'typ', 'tsp', ...needs, ...(isDatOptional ? [] : ['dat'])],
    // Unknown fields are kept in the archive.
    additionalProperties: text,
    ...(type === 'applicationDetail_changed' && { anyOf: namesApplication }),
  }
}

/** By its envelope, or by its data. */
const namesApplication: JsonSchema[] = [
  { required: ['aid'], properties: { aid: { minLength: 1 } } },
  {
    properties: {
      dat: {
        contentSchema: {
          required: ['applicationNumber'],
          properties: { applicationNumber: { type: 'string', minLength: 1 } },
        },
      },
    },
  },
]
