import { z } from 'zod'

import { healthAnswer, liveAnswer } from '../../answers/operations'
import { staff } from '../callers'
import { jsonAnswer, jsonBody, textAnswer, type Operation } from '../operation'

const tag = 'Operations'

const document = z.looseObject({ info: z.looseObject({ title: z.string(), version: z.string() }) })

const graphqlBody = z.object({
  query: z.string(),
  variables: z.record(z.string(), z.unknown()).nullish(),
  operationName: z.string().nullish(),
})

const graphqlAnswer = z.looseObject({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z.array(z.looseObject({ message: z.string() })).optional(),
})

/** Watching over the product, its other interfaces, and their descriptions. */
export const systemOperations: Operation[] = [
  {
    ...{ method: 'get', path: '/api/health', id: 'readHealth', tag },
    summary: 'How well everything works',
    description: 'Everyone learns the verdict; staff and the metrics token learn why.',
    callers: ['anyone', ...staff, 'metrics-token'],
    answers: {
      200: jsonAnswer('Healthy, or degraded.', healthAnswer),
      503: jsonAnswer('Unhealthy.', healthAnswer),
    },
  },
  {
    ...{ method: 'get', path: '/api/health/live', id: 'readLiveness', tag },
    summary: 'Whether the process can answer',
    callers: ['anyone'],
    answers: { 200: jsonAnswer('It can.', liveAnswer) },
  },
  {
    ...{ method: 'get', path: '/api/metrics', id: 'readMetrics', tag },
    summary: 'The numbers of this process',
    callers: ['admin', 'metrics-token'],
    answers: { 200: textAnswer('Prometheus text.', 'text/plain') },
    failures: [503],
  },
  {
    ...{ method: 'get', path: '/api/openapi.json', id: 'readOpenApi', tag },
    summary: 'This document',
    callers: staff,
    answers: { 200: jsonAnswer('OpenAPI 3.1.', document.extend({ openapi: z.string() })) },
  },
  {
    ...{ method: 'get', path: '/api/asyncapi.json', id: 'readAsyncApi', tag },
    summary: 'The description of events and live frames',
    callers: staff,
    answers: { 200: jsonAnswer('AsyncAPI 3.0.', document.extend({ asyncapi: z.string() })) },
  },
  {
    ...{ method: 'post', path: '/api/graphql', id: 'askGraphql', tag: 'GraphQL' },
    summary: 'Ask by GraphQL',
    description:
      'The same documents and access as over REST. One request is bounded in depth, fields and lists. What it may not see is an error of the answer, not a status.',
    callers: staff,
    body: jsonBody(graphqlBody),
    answers: { 200: jsonAnswer('Data, errors, or both.', graphqlAnswer) },
    failures: [400],
  },
]
