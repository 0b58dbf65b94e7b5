import { generateEvents } from '@/simulator'

import { type BenchEngines, connectEngines } from '../engines'
import { benchDriver } from './driver'
import { benchEmmett } from './emmett'
import { benchLocalApi } from './localApi'
import { benchProjector } from './projector'

/** One way to keep events, and what a round of it answers. */
export interface Contestants {
  localApi: { eventsPerSecond: number }
  emmett: { oneByOne: number; grouped: number }
  /** The database that it filled stays. */
  projector: { eventsPerSecond: number; database: string }
  driver: { eventsPerSecond: number; lanes: number }
}

/** What a round is about. */
export interface Round {
  /** How many events are kept. */
  events: number
  /** Where the archive is that the driver inserts once more. */
  database?: string
}

const contestants: {
  [Name in keyof Contestants]: (bench: BenchEngines, round: Round) => Promise<Contestants[Name]>
} = {
  localApi: (bench) => benchLocalApi(bench),
  emmett: (bench, { events }) => benchEmmett(bench, eventsOf(events)),
  projector: async (bench, { events }) => {
    const { eventsPerSecond, store } = await benchProjector(bench, eventsOf(events))
    return { eventsPerSecond, database: store.db.databaseName }
  },
  driver: (bench, { database = '' }) =>
    benchDriver(bench, bench.database(database).collection('ledger-events')),
}

const eventsOf = (count: number) => generateEvents({ seed: 1, conversations: 200, count })

/**
 * A contestant in a process of its own, for all its rounds: nobody pays for what another one left
 * in memory. Answers each round with its result.
 */
const [name = '', databaseUri = '', redisUrl = ''] = process.argv.slice(2)
const contestant = contestants[name as keyof Contestants]
const bench = await connectEngines({ databaseUri, redisUrl })

process.on('message', (round: Round) => {
  void contestant(bench, round).then((result) => process.send!(result))
})
process.on('disconnect', () => process.exit())
process.send!('ready')
