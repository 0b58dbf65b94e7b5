import { discardAnswer, retryAnswer, retryManyAnswer } from '../../answers/deadLetters'
import { discardBody, retryBody, retryManyBody } from '../../deadLetters'
import { staff } from '../callers'
import { inPath, jsonAnswer, jsonBody, type Operation } from '../operation'

const tag = 'Dead letters'
const id = inPath('id', 'Document id of the letter, or its stream id.')

/** What staff may do with dead letters. */
export const deadLetterOperations: Operation[] = [
  {
    ...{ method: 'post', path: '/api/dead-letters/{id}/retry', id: 'retryDeadLetter', tag },
    summary: 'Retry one parked event',
    description:
      'Applies the event with today’s rules, or with `dryRun` tells what that would change. All but a dry run needs the role admin. A letter that is not parked any more stays as it is.',
    callers: staff,
    parameters: [id],
    body: jsonBody(retryBody, { required: false }),
    answers: { 200: jsonAnswer('What became, or would become, of it.', retryAnswer) },
    failures: [400, 403, 404],
  },
  {
    ...{ method: 'post', path: '/api/dead-letters/retry', id: 'retryDeadLetters', tag },
    summary: 'Retry some or all parked events',
    description: 'All of them are retried as far as one request goes; `next` leads on.',
    callers: ['admin'],
    body: jsonBody(retryManyBody),
    answers: { 200: jsonAnswer('What became of each.', retryManyAnswer) },
    failures: [400],
  },
  {
    ...{ method: 'post', path: '/api/dead-letters/{id}/discard', id: 'discardDeadLetter', tag },
    summary: 'Lay one parked event aside for good',
    description: 'It stays in the archive and is never applied. The reason is kept.',
    callers: ['admin'],
    parameters: [id],
    body: jsonBody(discardBody),
    answers: { 200: jsonAnswer('The letter’s decision.', discardAnswer) },
    failures: [400, 404, 409],
  },
]
