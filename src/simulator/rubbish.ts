import { createRandom, type Random } from './random'
import type { SimulatedEvent } from './simulation'

/**
 * Mixes hostile entries into a simulation: after each event, with probability `fraction`, one that
 * breaks the rules of its type or tries the reader's patience. The other events stay as they were.
 */
export function* withRubbish({
  simulation,
  fraction,
  seed,
}: {
  simulation: Iterable<SimulatedEvent>
  fraction: number
  seed: string | number
}): Generator<SimulatedEvent, void> {
  const random = createRandom(`${seed}/rubbish`)
  for (const event of simulation) {
    yield event
    if (random.chance(fraction))
      yield { fields: spoil(event.fields, random), afterMs: random.whole(5, 200) }
  }
}

type Fields = Record<string, string>

const spoil = (fields: Fields, random: Random): Fields => {
  const spoiled = random.pick(kinds)({ ...fields, agt: 'broker' })
  return Object.fromEntries(Object.entries(spoiled).filter(([, value]) => value !== missing))
}

/** Stands for a field that is left out. */
const missing = '\u0000missing'

const kinds: readonly ((fields: Fields) => Fields)[] = [
  (fields) => ({ ...fields, typ: 'user_input', dat: 'not json at all' }),
  (fields) => ({ ...fields, typ: 'user_input', cid: missing, dat: '{"u":"no conversation id"}' }),
  (fields) => ({ ...fields, typ: 'user_input', tsp: 'yesterday', dat: '{"u":"bad timestamp"}' }),
  (fields) => ({ ...fields, typ: 'user_input', dat: '{"u":["not","text"]}' }),
  (fields) => ({ ...fields, typ: 'assistant_response', dat: '"a text where an object belongs"' }),
  (fields) => ({ ...fields, typ: 'final_decision', dat: '{"decision":"perhaps"}' }),
  (fields) => ({
    ...fields,
    typ: 'applicationDetail_changed',
    dat: '{"loanAmount":"$lots","__proto__":{"polluted":true},"$where":"1","a.b":1}',
  }),
  (fields) => ({ ...fields, typ: 'applicationDetail_changed', dat: '{"loanTerm":"a year or so"}' }),
  (fields) => ({ ...fields, typ: 'identityRisk_assessment', dat: '[]' }),
  (fields) => ({ ...fields, typ: 'noticeboard_updated', dat: '{"agentName":7,"content":null}' }),
  (fields) => ({ ...fields, typ: 'conversation_summary', dat: '{"conversation_facts":"none"}' }),
  (fields) => ({
    ...fields,
    typ: 'user_input',
    dat: JSON.stringify({ u: '<img src=x onerror=alert(1)> \u202egnp.exe\u202c 🚩 日本語 \u0000' }),
  }),
  (fields) => ({ ...fields, typ: 'some_future_type', dat: '{"x":1}' }),
]
