import type { ArrayField } from 'payload'

import { readOnlyJson } from './readOnly'

/**
 * What was said, in stream-id order; a row's id is its stream id. Not stored in the conversation:
 * it is read from the archive when one conversation is read (see `hooks/fillUtterances`).
 */
export const utterances: ArrayField = {
  name: 'utterances',
  type: 'array',
  virtual: true,
  admin: { hidden: true, disableListColumn: true, disableListFilter: true },
  fields: [
    { name: 'username', type: 'text' },
    { name: 'utterance', type: 'textarea' },
    { name: 'rationale', type: 'textarea' },
    { name: 'createdAt', type: 'date' },
    { name: 'updatedAt', type: 'date' },
    { name: 'answerInputType', type: 'text' },
    { name: 'prevSeq', type: 'number' },
    { name: 'endConversation', type: 'checkbox' },
    { name: 'additionalData', type: 'json', admin: readOnlyJson },
  ],
}
