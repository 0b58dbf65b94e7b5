import { parseArgs } from 'node:util'

import { benchCatchUp } from './catchUp'
import { benchConversationLength } from './conversationLength'
import { openBench } from './engines'
import { benchLocalApi } from './localApi'
import { print, type Report } from './report'

/**
 * `npm run bench`: what the product promises about speed, as ratios of figures measured in one
 * run on one machine. Absolute figures are printed for orientation only.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    events: { type: 'string', default: '30000' },
  },
})

const bench = await openBench()
try {
  const localApi = await benchLocalApi(bench)
  const catchUp = await benchCatchUp(bench, Number(values.events))
  const length = await benchConversationLength(bench)
  const reports: Report[] = [
    {
      name: 'catch-up through all projections against the Local API (find, append, update)',
      ratio: catchUp.eventsPerSecond / localApi.eventsPerSecond,
      atLeast: 100,
      figures: {
        'projector, events/s': catchUp.eventsPerSecond,
        'Local API at 50 utterances, events/s': localApi.eventsPerSecond,
      },
    },
    {
      name: 'adding to a conversation of 5,000 utterances against one of 50, one by one',
      ratio: length.oneByOne.long / length.oneByOne.short,
      atMost: 1.5,
      figures: {
        'at 5,000, median ms': length.oneByOne.long,
        'at 50, median ms': length.oneByOne.short,
      },
    },
    {
      name: 'adding to a conversation of 5,000 utterances against one of 50, in batches of 100',
      ratio: length.batched.long / length.batched.short,
      atMost: 1.5,
      figures: {
        'at 5,000, median ms': length.batched.long,
        'at 50, median ms': length.batched.short,
      },
    },
  ]
  process.exitCode = print(reports, values.json) ? 0 : 1
} finally {
  await bench.close()
}
