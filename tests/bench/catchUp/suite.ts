import { generateEvents } from '@/simulator'

import type { Suite } from '../suite'
import { benchDriver } from './driver'
import { benchLocalApi } from './localApi'
import { benchProjector } from './projector'

/** How fast a stream is caught up with, against three other ways to keep the same events. */
export const catchUpSuite: Suite = {
  name: 'catch-up',
  measure: async (bench, { catchUpEvents }) => {
    const events = generateEvents({ seed: 1, conversations: 200, count: catchUpEvents })
    const localApi = await benchLocalApi(bench)
    const projector = await benchProjector(bench, events)
    const driver = await benchDriver(bench, projector.store.db.collection('ledger-events'))
    await projector.store.drop()
    const { eventsPerSecond } = projector
    return [
      {
        name: 'catch-up through all projections against the Local API (find, append, update)',
        ratio: eventsPerSecond / localApi.eventsPerSecond,
        atLeast: 150,
        figures: {
          'projector, events/s': eventsPerSecond,
          'Local API at 50 utterances, events/s': localApi.eventsPerSecond,
        },
      },
      {
        name: 'catch-up against the driver inserting the same archive documents alone',
        ratio: eventsPerSecond / driver.eventsPerSecond,
        atLeast: 0.15,
        figures: {
          'projector, events/s': eventsPerSecond,
          'driver, events/s': driver.eventsPerSecond,
          'lanes of the driver': driver.lanes,
        },
      },
    ]
  },
}
