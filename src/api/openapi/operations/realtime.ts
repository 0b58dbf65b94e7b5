import { liveStatusAnswer } from '../../answers/operations'
import { liveQuery } from '../../liveStream'
import { staff } from '../callers'
import { inQuery, jsonAnswer, textAnswer, type Operation, type Parameter } from '../operation'

const tag = 'Live stream'

/** Where a client left off, as a browser says it by itself. */
export const lastEventId: Parameter = {
  ...{ in: 'header', name: 'Last-Event-ID', required: false },
  description: 'The last id that was seen: the stream goes on after it.',
  schema: { type: 'string', maxLength: 64 },
}

/** What screens of staff live on. */
export const realtimeOperations: Operation[] = [
  {
    ...{ method: 'get', path: '/api/realtime', id: 'openLiveStream', tag },
    summary: 'The live stream of changes',
    description:
      'Server-sent events for a plain `EventSource`; the frames are described by `/api/asyncapi.json`. A reconnect with `Last-Event-ID` goes on without a gap for at least 15 minutes.',
    callers: staff,
    parameters: [...inQuery(liveQuery), lastEventId],
    answers: { 200: textAnswer('Server-sent events, without an end.', 'text/event-stream') },
    failures: [400, 429, 503],
  },
  {
    ...{ method: 'get', path: '/api/realtime/status', id: 'readLiveStatus', tag },
    summary: 'How far what the screens show is complete',
    callers: staff,
    answers: { 200: jsonAnswer('What is behind, parked, drifted or lost.', liveStatusAnswer) },
    failures: [503],
  },
]
