import type { ParsedEntry } from '@/projector/applyBatch'
import { applyBatch, toParsedEntry } from '@/projector/applyBatch'
import type { Store } from '@/projector/store'

import type { Bench } from './engines'
import { median } from './report'

/** Median milliseconds of one transaction on a long and on a short conversation. */
export interface LengthCosts {
  long: number
  short: number
}

/** What it costs to add to a conversation of 5,000 utterances and to one of 50, taken in turns. */
export const benchConversationLength = async (
  bench: Bench,
): Promise<{ oneByOne: LengthCosts; batched: LengthCosts }> => {
  const store = await bench.openStore()
  await fill(store, 'long', 5_000)
  await fill(store, 'short', 50)
  return {
    oneByOne: await measure(store, 1, 200),
    batched: await measure(store, 100, 40),
  }
}

let sequence = 0

const utterance = (conversation: string): ParsedEntry => {
  sequence += 1
  return toParsedEntry(`${1_700_000_000_000 + sequence}-0`, {
    agt: 'broker',
    typ: sequence % 2 === 0 ? 'user_input' : 'assistant_response',
    cid: `conv_${conversation}`,
    aid: `app_${conversation}`,
    uid: `cust_${conversation}`,
    tsp: new Date(1_700_000_000_000 + sequence * 1_000).toISOString(),
    dat: JSON.stringify({
      u: 'I get paid every second Thursday, about $2,150 after tax.',
      r: 'ok',
    }),
  })
}

const apply = (store: Store, entries: ParsedEntry[]) =>
  applyBatch(store, entries, { now: new Date(), timeoutMs: 30_000 })

const fill = async (store: Store, conversation: string, count: number): Promise<void> => {
  for (let done = 0; done < count; done += 500)
    await apply(
      store,
      Array.from({ length: Math.min(500, count - done) }, () => utterance(conversation)),
    )
}

/** Takes both in turns, so that whatever else the machine does hits both alike. */
const measure = async (store: Store, size: number, rounds: number): Promise<LengthCosts> => {
  const times: { long: number[]; short: number[] } = { long: [], short: [] }
  for (let round = 0; round < rounds; round++) {
    // The short one is begun anew every so often: its length must stay about 50.
    const short = `short_${size}_${Math.floor((round * size) / 50)}`
    if ((round * size) % 50 === 0 || size >= 50) await fill(store, short, 50)
    for (const [kind, conversation] of [
      ['long', 'long'],
      ['short', short],
    ] as const) {
      const entries = Array.from({ length: size }, () => utterance(conversation))
      const startedAt = performance.now()
      await apply(store, entries)
      times[kind].push(performance.now() - startedAt)
    }
  }
  return { long: median(times.long), short: median(times.short) }
}
