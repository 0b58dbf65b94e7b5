import {
  applicationsAnswer,
  conversationsAnswer,
  customerApplication,
} from '../../answers/customer'
import { pageQuery } from '../../customer/routes'
import { customerStreamQuery } from '../../customer/stream'
import type { z } from 'zod'

import { portal } from '../callers'
import { toAnswerSchema } from '../jsonSchema'
import {
  inPath,
  inQuery,
  textAnswer,
  type Answer,
  type Operation,
  type Parameter,
} from '../operation'
import { lastEventId } from './realtime'

const tag = 'Customer portal'
const customerId = inPath('customerId', 'Business id or document id of the customer.')

const ifNoneMatch: Parameter = {
  ...{ in: 'header', name: 'If-None-Match', required: false },
  description: 'An `ETag` of an earlier answer: 304 where nothing has changed.',
  schema: { type: 'string', pattern: '^(\\*|(W/)?"[\\x21\\x23-\\x7e]*")$' },
}

const answers = (description: string, schema: z.ZodType): Operation['answers'] => ({
  200: {
    description,
    content: {
      'application/json': toAnswerSchema(schema),
      'application/vnd.billie.v1+json': toAnswerSchema(schema),
    },
    headers: { ETag: { description: 'A digest of this answer.', schema: { type: 'string' } } },
  } satisfies Answer,
  304: { description: 'Nothing has changed since the answer with that `ETag`.' },
})

const common = { method: 'get', tag, callers: portal } as const
const failures = [401, 404, 406, 429, 503] as const

/** What customers and portal servers may ask. */
export const customerOperations: Operation[] = [
  {
    ...common,
    ...{ path: '/api/customer/{customerId}/applications', id: 'listApplicationsOfCustomer' },
    summary: 'A customer’s applications',
    description: 'Newest update first.',
    parameters: [customerId, ...inQuery(pageQuery), ifNoneMatch],
    answers: answers('One page of applications.', applicationsAnswer),
    failures: [400, ...failures],
  },
  {
    ...common,
    path: '/api/customer/{customerId}/application/{applicationId}',
    id: 'readApplicationOfCustomer',
    summary: 'One application of a customer',
    parameters: [
      customerId,
      inPath('applicationId', 'Business id or document id of the application.'),
      ifNoneMatch,
    ],
    answers: answers('The application.', customerApplication),
    failures,
  },
  {
    ...common,
    ...{ path: '/api/customer/{customerId}/conversations', id: 'listConversationsOfCustomer' },
    summary: 'A customer’s conversations',
    description: 'Those that are accessible to the customer, newest message first.',
    parameters: [customerId, ...inQuery(pageQuery), ifNoneMatch],
    answers: answers('One page of conversations.', conversationsAnswer),
    failures: [400, ...failures],
  },
  {
    ...common,
    ...{ path: '/api/customer/{customerId}/realtime', id: 'openCustomerStream' },
    summary: 'The live stream of a customer’s own documents',
    description:
      'Frames are described by `/api/asyncapi.json`. The stream ends when the token runs out.',
    parameters: [customerId, ...inQuery(customerStreamQuery), lastEventId],
    answers: { 200: textAnswer('Server-sent events, without an end.', 'text/event-stream') },
    failures: [400, 401, 404, 429, 503],
  },
]
