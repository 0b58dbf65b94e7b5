import { toSecurity } from './callers'
import type { JsonSchema } from './jsonSchema'
import type { Answer, Failure, Operation } from './operation'

const meanings: Record<Failure | 500, string> = {
  400: 'The request is not as it must be: the message says why.',
  401: 'Nothing was shown that says who asks, or nothing that is accepted.',
  403: 'Whoever asks may not do this.',
  404: 'There is no such thing, or none that the caller may know of.',
  406: 'Only representations are wanted that there are not.',
  409: 'It is not in a state in which this can be done.',
  413: 'The body, or the file, is too large.',
  415: 'The body is of a type that is not read.',
  423: 'Somebody else is editing it.',
  429: 'Too many requests: `Retry-After` says when to try again.',
  500: 'Something went wrong here; the log says what.',
  503: 'It cannot be answered now; try again.',
}

/** Name of the shape that all failures have. */
export const failureComponent = 'Failure'

/** An operation as OpenAPI holds it; `x-callers` names who may. */
export const toOperationObject = ({
  answers,
  body,
  callers,
  description,
  failures = [],
  id,
  method,
  parameters = [],
  summary,
  tag,
}: Operation): JsonSchema => {
  const isOpen = callers.includes('anyone')
  const statuses = new Set<Failure | 500>([
    ...failures,
    // A body is looked at before the caller is: what cannot be read is refused to everybody.
    ...(method === 'get' || method === 'delete' ? [] : ([400, 413, 415] as const)),
    // Two requests may write one document at once.
    ...(method === 'get' ? [] : ([409] as const)),
    ...(isOpen ? [] : ([401, 403] as const)),
    500,
  ])
  const responses: Record<string, JsonSchema> = {}
  for (const [status, told] of Object.entries(answers)) responses[status] = toResponse(told)
  for (const status of [...statuses].sort())
    responses[status] ??= {
      description: meanings[status],
      content: {
        'application/json': { schema: { $ref: `#/components/schemas/${failureComponent}` } },
      },
    }
  // The web server's own answer, before the product sees the request.
  if (parameters.length > 0)
    responses[431] ??= { description: 'Address and headers are longer than 16 KB together.' }
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description && { description }),
    'x-callers': callers,
    security: toSecurity(callers),
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: body.required, content: toContent(body.content) } }),
    responses,
  }
}

const toResponse = ({ content, description, headers }: Answer): JsonSchema => ({
  description,
  ...(headers && { headers }),
  ...(content && { content: toContent(content) }),
})

const toContent = (content: Record<string, JsonSchema>): JsonSchema =>
  Object.fromEntries(Object.entries(content).map(([type, schema]) => [type, { schema }]))
