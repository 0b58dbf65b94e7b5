import type { z } from 'zod'

import { utterance } from '../answers/conversations'
import { customerApplication, customerConversation } from '../answers/customer'
import { changeFrame, connectedFrame, resyncFrame } from '../answers/frames'
import {
  listedApplication,
  listedConversation,
  listedCustomer,
  listedDay,
} from '../answers/readModels'
import { toAnswerSchema, type JsonSchema } from '../openapi/jsonSchema'
import type { Message } from './ledgerMessages'

const position: JsonSchema = {
  type: 'object',
  properties: {
    id: { type: 'string', description: 'The frame’s place: a reconnect resumes after it.' },
  },
}

const frame = (name: string, title: string, summary: string, payload: JsonSchema): Message => ({
  ...{ name, title, summary, contentType: 'application/json', headers: position, payload },
})

/** What the two live streams begin with, and what they say when too much was missed. */
export const streamMessages: Record<string, Message> = {
  connected: frame(
    'connected',
    'Connected',
    'The first frame of every connection.',
    toAnswerSchema(connectedFrame),
  ),
  resync: frame(
    'resync',
    'Load again',
    'What happened since the client’s place is not kept any more: load everything again.',
    toAnswerSchema(resyncFrame),
  ),
}

/** One change, of one collection. */
const change = (name: string, title: string, collection: string, doc: z.ZodType): Message => {
  const { properties, ...schema } = toAnswerSchema(changeFrame) as { properties: JsonSchema }
  return frame(
    name,
    title,
    'A document began or changed. Keep the one with the greater revision.',
    { ...schema, properties: { ...properties, collection: { const: collection }, doc: toAnswerSchema(doc) } }, // prettier-ignore
  )
}

const said = utterance.extend({ conversationId: listedConversation.shape.id })

/** Changes as staff see them. */
export const staffChanges: Record<string, Message> = {
  conversationChanged: change('conversationChanged', 'Conversation', 'conversations', listedConversation), // prettier-ignore
  applicationChanged: change('applicationChanged', 'Application', 'applications', listedApplication), // prettier-ignore
  customerChanged: change('customerChanged', 'Customer', 'customers', listedCustomer),
  utteranceMade: change('utteranceMade', 'Utterance', 'utterances', said),
  dayCounted: change('dayCounted', 'Day of the business', 'daily-metrics', listedDay),
}

/** Changes as customers see them. */
export const customerChanges: Record<string, Message> = {
  customerApplicationChanged: change(
    'customerApplicationChanged',
    'Application of the customer',
    'customer-applications',
    customerApplication,
  ),
  customerConversationChanged: change(
    'customerConversationChanged',
    'Conversation of the customer',
    'customer-conversations',
    customerConversation,
  ),
}
