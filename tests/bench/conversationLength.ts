import type { ParsedEntry } from '@/projector/applyBatch'
import { applyBatch } from '@/projector/applyBatch'
import type { Store } from '@/projector/store'

import { median } from './report'
import type { Suite } from './suite'
import { utterance } from './utterance'

const lengths = [10, 50, 1_000, 10_000] as const
type Length = (typeof lengths)[number]

/** What it costs to add to a conversation, from one of 10 utterances to one of 10,000. */
export const conversationLengthSuite: Suite = {
  name: 'length',
  measure: async (bench, { isQuick }) => {
    const store = await bench.openStore()
    for (const length of [1_000, 10_000]) await fill(store, `conv_long_${length}`, length)
    const oneByOne = await measure(store, 1, isQuick ? 100 : 400)
    const batched = await measure(store, 100, isQuick ? 20 : 80)
    await store.drop()
    return [
      toReport('one by one', oneByOne),
      toReport('in batches of 100 that begin at that length', batched),
    ]
  },
}

const toReport = (how: string, costs: Record<Length, number>) => ({
  name: `adding to a conversation of 10,000 utterances against one of 50, ${how}`,
  ratio: costs[10_000] / costs[50],
  atMost: 1.15,
  figures: Object.fromEntries(lengths.map((length) => [`at ${length}, median ms`, costs[length]])),
})

const apply = (store: Store, entries: ParsedEntry[]) =>
  applyBatch(store, entries, { now: new Date(), timeoutMs: 30_000 })

const fill = async (store: Store, conversation: string, count: number): Promise<void> => {
  for (let done = 0; done < count; done += 500)
    await apply(
      store,
      Array.from({ length: Math.min(500, count - done) }, () => utterance(conversation)),
    )
}

/** Takes all lengths in turns, so that whatever else the machine does hits them alike. */
const measure = async (
  store: Store,
  size: number,
  rounds: number,
): Promise<Record<Length, number>> => {
  const times = new Map<Length, number[]>(lengths.map((length) => [length, []]))
  for (let round = 0; round < rounds; round++)
    for (const length of inTurn(round)) {
      const conversation = await conversationOf(store, length, round, size)
      const entries = Array.from({ length: size }, () => utterance(conversation))
      const startedAt = performance.now()
      await apply(store, entries)
      times.get(length)!.push(performance.now() - startedAt)
    }
  return Object.fromEntries([...times].map(([length, list]) => [length, median(list)])) as Record<
    Length,
    number
  >
}

/** None of them always comes after the same other one. */
const inTurn = (round: number): Length[] => [
  ...lengths.slice(round % lengths.length),
  ...lengths.slice(0, round % lengths.length),
]

/** A conversation of about that length: the short ones are begun anew before they have grown. */
const conversationOf = async (
  store: Store,
  length: Length,
  round: number,
  size: number,
): Promise<string> => {
  if (length >= 1_000) return `conv_long_${length}`
  const every = Math.max(1, Math.floor(length / (5 * size)))
  const conversation = `conv_${length}_${size}_${Math.floor(round / every)}`
  if (round % every === 0) await fill(store, conversation, length)
  return conversation
}
