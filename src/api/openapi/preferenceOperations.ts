import { staff } from './callers'
import { answer, message } from './collectionAnswers'
import type { Sketch } from './collectionContext'
import { inPath } from './operation'

const key = inPath('key', 'Name of the preference.')
const preference = answer('The preference; `value` is null where there is none.', {
  type: 'object',
  additionalProperties: true,
})

/** What somebody prefers, kept by the admin panel under names of its own. */
export const preferenceOperations: [string, Sketch][] = [
  [
    'get /:key',
    {
      ...{ id: 'readPreference', summary: 'Read a preference of one’s own', callers: staff },
      parameters: [key],
      answers: { 200: preference },
    },
  ],
  [
    'post /:key',
    {
      ...{ id: 'keepPreference', summary: 'Keep a preference of one’s own', callers: staff },
      parameters: [key],
      body: {
        required: true,
        content: { 'application/json': { type: 'object', properties: { value: {} } } },
      },
      answers: { 200: preference },
      failures: [400],
    },
  ],
  [
    'delete /:key',
    {
      ...{ id: 'forgetPreference', summary: 'Forget a preference of one’s own', callers: staff },
      parameters: [key],
      answers: { 200: message('It is forgotten.') },
      failures: [404],
    },
  ],
]
