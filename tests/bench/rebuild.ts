import { pino } from 'pino'

import { applyBatch, toParsedEntry } from '@/projector/applyBatch'
import { rebuildProjections } from '@/projector/rebuild'
import { projectionNames } from '@/projector/rebuild/shadows'
import type { Store } from '@/projector/store'
import { createSimulation, defaultStartAt } from '@/simulator'

import type { Suite } from './suite'

const promised = 8_000
const batchSize = 500

/** How fast every read model is built again from the archive, compared and switched in. */
export const rebuildSuite: Suite = {
  name: 'rebuild',
  measure: async (bench, { isQuick }) => {
    const count = isQuick ? 20_000 : 100_000
    const store = await bench.openStore()
    await fill(store, count)
    let builtAt = Number.NaN
    const startedAt = performance.now()
    const { closedMs, difference, outcome } = await rebuildProjections(
      {
        store: () => store,
        publish: async () => undefined,
        resync: async () => undefined,
        logger: pino({ level: 'warn' }, process.stderr),
        signal: new AbortController().signal,
      },
      {
        names: [...projectionNames],
        startedBy: 'operator',
        decide: async () => {
          builtAt = performance.now()
          return true
        },
      },
    )
    const seconds = (performance.now() - startedAt) / 1_000
    if (outcome !== 'switched' || difference?.differing !== 0)
      throw new Error(`the rebuild was ${outcome}, ${difference?.differing} documents differ`)
    await store.drop()
    return [
      {
        name: `rebuild of ${count.toLocaleString('en-AU')} archived events, comparison and switch included: ${promised} events/s`,
        ratio: count / seconds / promised,
        atLeast: 1,
        figures: {
          'events/s': count / seconds,
          'seconds until it was built and compared': (builtAt - startedAt) / 1_000,
          'seconds in all': seconds,
          'no event was applied for, ms': closedMs ?? 0,
        },
      },
    ]
  },
}

const fill = async (store: Store, count: number): Promise<void> => {
  const simulation = createSimulation({
    seed: 'rebuild',
    conversations: 200,
    startAt: defaultStartAt,
  })
  for (let done = 0; done < count; done += batchSize) {
    const entries = Array.from({ length: Math.min(batchSize, count - done) }, (_, index) =>
      toParsedEntry(`${1_700_000_000_000 + done + index}-0`, simulation.next().value!.fields),
    )
    await applyBatch(store, entries, { now: new Date(), timeoutMs: 60_000 })
  }
}
