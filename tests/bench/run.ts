import { parseArgs } from 'node:util'

import { buildIfStale } from '@/engines/build'
import { createProgress } from '@/engines/progress'

import { startTarget } from '../runner/endToEnd'
import { target as readTarget } from '../runner/target'

import { benchCatchUp } from './catchUp'
import { benchConversationLength } from './conversationLength'
import { type Bench, openBench } from './engines'
import { measureFrames, measureScreen } from './liveDelay'
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
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(
    'npm run bench -- [--json] [--events N]\n\nMeasures what is promised about speed, as ratios of one run.',
  )
  process.exit()
}

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
  reports.push(...(await benchLive(bench)))
  process.exitCode = print(reports, values.json) ? 0 : 1
} finally {
  await bench.close()
}
process.exit()

/** The built app over the bench's engines, as the demo runs it. */
async function benchLive({ engines }: Bench): Promise<Report[]> {
  const log = createProgress()
  const { signal } = new AbortController()
  await buildIfStale({ detail: () => undefined, signal })
  Object.assign(process.env, await startTarget({ engines, log, signal }))
  const target = readTarget()
  try {
    const frames = await measureFrames(target, { ratePerSecond: 50, seconds: 30 })
    const screen = await measureScreen(target, 50)
    return [
      {
        name: 'from append to the frame on a client, 50 events/s: p99 of 250 ms',
        ratio: frames.p99 / 250,
        atMost: 1,
        figures: { 'p50, ms': frames.p50, 'p99, ms': frames.p99, events: frames.count },
      },
      {
        name: 'from append to the changed DOM in Chromium: p99 of 1 s',
        ratio: screen.p99 / 1_000,
        atMost: 1,
        figures: { 'p50, ms': screen.p50, 'p99, ms': screen.p99, events: screen.count },
      },
    ]
  } finally {
    process.kill(target.appPid, 'SIGTERM')
  }
}
