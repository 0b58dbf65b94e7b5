import { hasEmmett } from './emmett'
import { type Contestant, openContestant } from './contestant'
import type { Contestants } from './contestantProcess'
import type { Suite } from '../suite'

/**
 * How fast a stream is caught up with, against three other ways to keep the same events: each in a
 * process of its own, in turns, and the best round of each counts, so that nobody pays for another
 * one, or for what else the machine did.
 */
export const catchUpSuite: Suite = {
  name: 'catch-up',
  measure: async (bench, { catchUpEvents: events, isQuick }) => {
    const best = { projector: 0, localApi: 0, single: 0, grouped: 0, driver: 0, lanes: 0 }
    const opened: { close: () => Promise<void> }[] = []
    const open = async <Name extends keyof Contestants>(name: Name): Promise<Contestant<Name>> => {
      const contestant = await openContestant(bench, name)
      opened.push(contestant)
      return contestant
    }
    try {
      const localApi = await open('localApi')
      const emmett = hasEmmett() ? await open('emmett') : undefined
      const projector = await open('projector')
      const driver = await open('driver')
      for (let round = 0; round < (isQuick ? 2 : 5); round++) {
        best.localApi = Math.max(best.localApi, (await localApi.run({})).eventsPerSecond)
        if (emmett) {
          const { grouped, oneByOne } = await emmett.run({ events: Math.ceil(events / 5) })
          best.single = Math.max(best.single, oneByOne)
          best.grouped = Math.max(best.grouped, grouped)
        }
        const { database, eventsPerSecond } = await projector.run({ events })
        best.projector = Math.max(best.projector, eventsPerSecond)
        const inserted = await driver.run({ database })
        if (inserted.eventsPerSecond > best.driver) {
          best.driver = inserted.eventsPerSecond
          best.lanes = inserted.lanes
        }
        await bench.database(database).dropDatabase()
      }
    } finally {
      for (const contestant of opened) await contestant.close()
    }
    return [
      {
        name: 'catch-up through all projections against the Local API (find, append, update)',
        ratio: best.projector / best.localApi,
        atLeast: 150,
        figures: {
          'projector, events/s': best.projector,
          'Local API at 50 utterances, events/s': best.localApi,
        },
      },
      {
        name: 'catch-up against emmett-mongodb with one inline projection, 16 lanes',
        // Without the library nothing was compared, and no promise was kept.
        ratio: hasEmmett() ? best.projector / best.single : Number.NaN,
        atLeast: 4,
        figures: {
          'projector, events/s': best.projector,
          'emmett, an append for each event, events/s': best.single,
          'emmett, what is read at once grouped by conversation, events/s': best.grouped,
          'against the grouped one': best.projector / best.grouped,
        },
      },
      {
        name: 'catch-up against the driver inserting the same archive documents alone',
        ratio: best.projector / best.driver,
        atLeast: 0.15,
        figures: {
          'projector, events/s': best.projector,
          'driver, events/s': best.driver,
          'lanes of the driver': best.lanes,
        },
      },
    ]
  },
}
