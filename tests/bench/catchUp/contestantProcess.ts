import { generateEvents } from '@/simulator'

import { type BenchEngines, connectEngines } from '../engines'

/** One way to keep events, and what a round of it answers. */
export interface Contestants {
  localApi: { eventsPerSecond: number }
  emmett: { oneByOne: number; grouped: number }
  /** The database that it filled stays. */
  projector: { eventsPerSecond: number; database: string }
  driver: { eventsPerSecond: number; lanes: number }
}

/** What a round is about: how many events are kept, or the database whose archive is inserted once more. */
export interface Rounds {
  localApi: object
  emmett: { events: number }
  projector: { events: number }
  driver: { database: string }
}

/** Each brings what it needs itself: nobody holds another one's libraries. */
const contestants: {
  [Name in keyof Contestants]: (
    bench: BenchEngines,
    round: Rounds[Name],
  ) => Promise<Contestants[Name]>
} = {
  localApi: async (bench) => (await import('./localApi')).benchLocalApi(bench),
  emmett: async (bench, { events }) =>
    (await import('./emmett')).benchEmmett(bench, eventsOf(events)),
  projector: async (bench, { events }) => {
    const { benchProjector } = await import('./projector')
    const { eventsPerSecond, store } = await benchProjector(bench, eventsOf(events))
    return { eventsPerSecond, database: store.db.databaseName }
  },
  driver: async (bench, { database }) => {
    const archive = bench.database(database).collection('ledger-events')
    return (await import('./driver')).benchDriver(bench, archive)
  },
}

const eventsOf = (count: number) => generateEvents({ seed: 1, conversations: 200, count })

/**
 * A contestant in a process of its own, for all its rounds: nobody pays for what another one left
 * in memory. Answers each round with its result.
 */
const [name = '', databaseUri = '', redisUrl = ''] = process.argv.slice(2)
const contestant = contestants[name as keyof Contestants] as (
  bench: BenchEngines,
  round: unknown,
) => Promise<unknown>
const bench = await connectEngines({ databaseUri, redisUrl })

process.on('message', (round) => {
  void contestant(bench, round).then((result) => process.send!(result))
})
process.on('disconnect', () => process.exit())
process.send!('ready')
