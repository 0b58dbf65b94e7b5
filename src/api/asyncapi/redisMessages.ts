import { listedLetter } from '../answers/deadLetters'
import { toAnswerSchema } from '../openapi/jsonSchema'
import type { Message } from './ledgerMessages'

/** A letter on the list of dead letters. */
export const deadLetterMessage: Message = {
  name: 'deadLetter',
  title: 'An event that could not be applied',
  summary: 'Pushed before the event is acknowledged. The document of the same id says the same.',
  contentType: 'application/json',
  payload: toAnswerSchema(listedLetter),
}

/** A ring on the channel of changes. */
export const ringMessage: Message = {
  name: 'ring',
  title: 'The change feed has grown',
  summary: 'The message is the feed’s newest position; what changed is read from the feed.',
  contentType: 'text/plain',
  payload: { type: 'string', pattern: '^\\d+-\\d+$' },
  examples: [{ payload: '1774949402000-0' }],
}
