import { asOfAnswer, searchAnswer, transcriptAnswer } from '../../answers/conversations'
import { asOfQuery, searchQuery, transcriptQuery } from '../../conversations'
import { staff } from '../callers'
import { inPath, inQuery, jsonAnswer, type Operation } from '../operation'

const tag = 'Conversations'
const id = inPath('id', 'Document id or business id of the conversation.')

/** What staff may ask of conversations beyond their documents. */
export const conversationOperations: Operation[] = [
  {
    ...{ method: 'get', path: '/api/conversations/search', id: 'searchConversations', tag },
    summary: 'Find conversations',
    description: 'Newest first, at most 50 a page, each with a summary of its application.',
    callers: staff,
    parameters: inQuery(searchQuery),
    answers: { 200: jsonAnswer('One page of conversations.', searchAnswer) },
    failures: [400],
  },
  {
    ...{ method: 'get', path: '/api/conversations/{id}/transcript', id: 'readTranscript', tag },
    summary: 'Read what was said',
    description: 'Utterances in the order of the ledger, paged by stream id.',
    callers: staff,
    parameters: [id, ...inQuery(transcriptQuery)],
    answers: { 200: jsonAnswer('One page of utterances, oldest first.', transcriptAnswer) },
    failures: [400, 404],
  },
  {
    ...{ method: 'get', path: '/api/conversations/{id}/as-of', id: 'readConversationAsOf', tag },
    summary: 'See a conversation as it stood at a moment',
    description:
      'Folds the archive up to a stream id (included), or to what had happened by a time.',
    callers: staff,
    parameters: [id, ...inQuery(asOfQuery)],
    answers: {
      200: jsonAnswer('Conversation, application and customer as they stood then.', asOfAnswer),
    },
    failures: [400, 404],
  },
]
