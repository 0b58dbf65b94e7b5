import fc from 'fast-check'

import { randomEntries } from '../../support/randomEvents'

/** An entry to append, and what must become of it. */
export interface PlayedEntry {
  fields: Record<string, string>
  /** It breaks the rules of its type: it has to be parked, and nothing else may be. */
  isPoison: boolean
}

const chunkLength = 200
const poisonEvery = 17

/**
 * Random events without end, every so often one that cannot be applied. Each carries a name of its
 * own, because a producer whose connection breaks does not know whether its entry was taken.
 * @param round its events concern no document of another round
 */
export function* playEntries(seed: number, round: number): Generator<PlayedEntry> {
  for (let number = 0, chunk = 0; ; chunk++) {
    const [entries = []] = fc.sample(
      randomEntries({ minLength: chunkLength, maxLength: chunkLength }),
      { numRuns: 1, seed: seed + 1_000 * round + chunk },
    )
    for (const { fields } of entries) {
      number += 1
      const poison = number % poisonEvery === 0 && poisons[(number / poisonEvery) % poisons.length]
      const renamed = JSON.parse(
        JSON.stringify(poison || fields).replaceAll(/\b(conv|app|cust)_(\d+)/g, `$1_${round}x$2`),
      ) as Record<string, string>
      yield {
        fields: { ...renamed, [nameField]: `${round}/${number}` },
        isPoison: poison !== false && poison !== undefined,
      }
    }
  }
}

/** The field that holds an entry's own name; the product keeps it and does not read it. */
export const nameField = 'producerName'

const at = '2024-01-15T10:00:00Z'

/** Events that break the rules of their type, each in a way of its own. */
export const poisons: readonly Record<string, string>[] = [
  { agt: 'broker', typ: 'user_input', cid: 'conv_1', tsp: at, dat: 'not json at all' },
  { agt: 'broker', typ: 'user_input', tsp: at, dat: '{"u":"no conversation"}' },
  { agt: 'broker', typ: 'assistant_response', cid: 'conv_1', tsp: 'yesterday', dat: '{}' },
  {
    ...{ agt: 'broker', typ: 'final_decision', cid: 'conv_1', aid: 'app_1', tsp: at },
    dat: '{"decision":"perhaps"}',
  },
  {
    ...{ agt: 'broker', typ: 'applicationDetail_changed', aid: 'app_1', uid: 'cust_1', tsp: at },
    dat: '{"loanAmount":"$lots"}',
  },
]
