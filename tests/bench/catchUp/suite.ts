import { generateEvents } from '@/simulator'

import type { Suite } from '../suite'
import { benchDriver } from './driver'
import { benchEmmett, hasEmmett } from './emmett'
import { benchLocalApi } from './localApi'
import { benchProjector } from './projector'

/**
 * How fast a stream is caught up with, against three other ways to keep the same events: in turns,
 * the best of each counts, so that nobody pays for what else the machine did.
 */
export const catchUpSuite: Suite = {
  name: 'catch-up',
  measure: async (bench, { catchUpEvents, isQuick }) => {
    const events = generateEvents({ seed: 1, conversations: 200, count: catchUpEvents })
    const best = { projector: 0, localApi: 0, single: 0, grouped: 0, driver: 0, lanes: 0 }
    for (let round = 0; round < (isQuick ? 2 : 5); round++) {
      best.localApi = Math.max(best.localApi, (await benchLocalApi(bench)).eventsPerSecond)
      if (hasEmmett()) {
        const emmett = await benchEmmett(bench, events.slice(0, catchUpEvents / 5))
        best.single = Math.max(best.single, emmett.oneByOne)
        best.grouped = Math.max(best.grouped, emmett.grouped)
      }
      const projector = await benchProjector(bench, events)
      best.projector = Math.max(best.projector, projector.eventsPerSecond)
      const driver = await benchDriver(bench, projector.store.db.collection('ledger-events'))
      if (driver.eventsPerSecond > best.driver) {
        best.driver = driver.eventsPerSecond
        best.lanes = driver.lanes
      }
      await projector.store.drop()
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
