import { mostPastDays } from '../../simulator/past/bounds'
import { positiveNumber, readOptions, wholeNumber } from '../options'

/** What `npm run demo` was asked for. */
export interface DemoOptions {
  port: number
  dataPath: string
  ratePerSecond: number
  hasTraffic: boolean
  /** How many days of past an empty ledger is given before the traffic begins. */
  pastDays: number
}

/** What `npm run demo -- --help` shows. */
export const demoHelp = `npm run demo [-- OPTION…]

Brings up MongoDB and Redis, builds and starts the app, creates a supervisor, and plays a simulated
chat application, so that conversations move on the screen. Ctrl-C stops everything; data is kept.

  --port N         the app's port on 127.0.0.1 (default 3000)
  --data DIR       where data, logs and downloaded programs are kept (default .billie)
  --rate N         simulated events per second (default 10)
  --past N         days of simulated past that an empty ledger is given, up to ${mostPastDays} (default 75; 0: none)
  --quiet-ledger   no simulated traffic, and no past
  --help           this text`

/**
 * Reads the demo's options; nothing where only help was asked for.
 * @throws {EngineProblem} naming the option that is wrong
 */
export const readDemoOptions = (): DemoOptions | undefined => {
  const values = readOptions(
    {
      port: { type: 'string', default: '3000' },
      data: { type: 'string', default: '.billie' },
      rate: { type: 'string', default: '10' },
      past: { type: 'string', default: '75' },
      'quiet-ledger': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
    demoHelp,
  )
  if (values.help) return undefined
  return {
    port: wholeNumber('port', values.port, 1, 65_535),
    dataPath: values.data,
    ratePerSecond: positiveNumber('rate', values.rate),
    pastDays: wholeNumber('past', values.past, 0, mostPastDays),
    hasTraffic: !values['quiet-ledger'],
  }
}
