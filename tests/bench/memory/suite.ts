import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

import { createSimulation, defaultStartAt } from '@/simulator'

import { append, untilCaughtUp } from '../../support/worker'
import type { Suite } from '../suite'
import type { Sample } from './workerProcess'

const stream = 'bench:memory'
const samples = 15
const megabyte = 1024 * 1024

/** What a worker's process holds while it projects, over a run of many events. */
export const memorySuite: Suite = {
  name: 'memory',
  measure: async (bench, { catchUpEvents }) => {
    const store = await bench.openStore()
    const redis = bench.connect()
    const { databaseUri, redisUrl } = bench.engines
    const child = fork(
      path.join(import.meta.dirname, 'workerProcess.ts'),
      [databaseUri, store.db.databaseName, redisUrl, stream],
      { execArgv: ['--expose-gc', '--import', 'tsx'] },
    )
    await once(child, 'message')
    const simulation = createSimulation({
      seed: 'memory',
      conversations: 200,
      startAt: defaultStartAt,
    })
    const total = 4 * catchUpEvents
    const taken: Sample[] = []
    for (let sample = 0; sample < samples; sample++) {
      for (let left = Math.ceil(total / samples); left > 0; left -= 1_000) {
        const events = Array.from(
          { length: Math.min(left, 1_000) },
          () => simulation.next().value!.fields,
        )
        await append(redis, stream, events)
      }
      await untilCaughtUp(redis, stream, 600_000)
      await redis.xtrim(stream, 'MAXLEN', 0)
      child.send('sample')
      const [answer] = (await once(child, 'message')) as [Sample]
      taken.push(answer)
    }
    child.disconnect()
    await once(child, 'exit')
    await redis.del(stream, `${stream}:feed`, `${stream}:feed:trimmed`, `${stream}:feed:floor`)
    await store.drop()
    const held = taken.map(({ external, heapUsed }) => (heapUsed + external) / megabyte)
    const { begin, end } = trend(held.slice(samples / 3))
    return [
      {
        name: 'what a worker holds after the last two thirds of a run, against before them',
        ratio: end / begin,
        atMost: 1.05,
        figures: {
          events: total,
          'before, MB (heap and buffers after a collection, on the trend)': begin,
          'after, MB': end,
          'resident at the end, MB': taken.at(-1)!.resident / megabyte,
        },
      },
    ]
  },
}

/** Where the straight line through a list begins and ends. */
const trend = (values: readonly number[]): { begin: number; end: number } => {
  const middle = (values.length - 1) / 2
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const covariance = values.reduce(
    (sum, value, index) => sum + (index - middle) * (value - mean),
    0,
  )
  const variance = values.reduce((sum, _, index) => sum + (index - middle) ** 2, 0)
  const slope = covariance / variance
  return { begin: mean - slope * middle, end: mean + slope * middle }
}
