import type { ParsedEntry } from '@/projector/applyBatch'
import { toParsedEntry } from '@/projector/applyBatch'

const beginMs = 1_700_000_000_000
let sequence = 0

/** The next thing said in a conversation; application and customer have its number. */
export const utterance = (conversationId: string): ParsedEntry => {
  sequence += 1
  const number = conversationId.replace(/^conv_/, '')
  return toParsedEntry(`${beginMs + sequence}-0`, {
    agt: 'broker',
    typ: sequence % 2 === 0 ? 'user_input' : 'assistant_response',
    cid: conversationId,
    aid: `app_${number}`,
    uid: `cust_${number}`,
    tsp: new Date(beginMs + sequence * 1_000).toISOString(),
    dat: JSON.stringify({
      u: 'I get paid every second Thursday, about $2,150 after tax.',
      r: 'ok',
    }),
  })
}
