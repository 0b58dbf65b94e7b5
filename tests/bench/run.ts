import { parseArgs } from 'node:util'

import { catchUpSuite } from './catchUp/suite'
import { collectionSizeSuite } from './collectionSize'
import { conversationLengthSuite } from './conversationLength'
import { customerApiSuite } from './customer/suite'
import { openBench } from './engines'
import { delaySuite } from './live/delay'
import { fanOutSuite } from './live/fanOut'
import { screenSuite } from './live/screen'
import { memorySuite } from './memory/suite'
import { rebuildSuite } from './rebuild'
import { isKept, type Report, show } from './report'
import type { Suite } from './suite'

/**
 * `npm run bench`: what the product promises about speed, as ratios of figures measured in one
 * run on one machine. Absolute figures are printed for orientation only.
 */
const suites: Suite[] = [
  catchUpSuite,
  rebuildSuite,
  memorySuite,
  conversationLengthSuite,
  collectionSizeSuite,
  delaySuite,
  fanOutSuite,
  screenSuite,
  customerApiSuite,
]

const help = `npm run bench -- [--only NAME,…] [--quick] [--json] [--events N] [--documents N]

Measures what is promised about speed, as ratios of one run. Exit code 1 where a bound is missed.

  --only       some of: ${suites.map(({ name }) => name).join(', ')}
  --quick      shorter runs, for a rough look
  --json       for machines
  --events     events of the catch-up (default 30000; 10000 with --quick)
  --documents  archived entries of the largest collection (default 1000000; 100000 with --quick)`

const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    events: { type: 'string' },
    documents: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  console.log(help)
  process.exit()
}
const isQuick = values.quick
const sizes = {
  isQuick,
  catchUpEvents: positive('events', values.events, isQuick ? 10_000 : 30_000),
  largestCollection: positive('documents', values.documents, isQuick ? 100_000 : 1_000_000),
}
const chosen = choose(values.only)

const bench = await openBench()
try {
  const reports: Report[] = []
  for (const suite of chosen) {
    const measured = await suite.measure(bench, sizes)
    const named = measured.map((report) => ({ suite: suite.name, ...report }))
    if (!values.json) named.forEach(show)
    reports.push(...named)
  }
  if (values.json)
    console.log(
      JSON.stringify(
        reports.map((report) => ({ ...report, isKept: isKept(report) })),
        null,
        2,
      ),
    )
  process.exitCode = reports.every(isKept) ? 0 : 1
} finally {
  await bench.close()
}
process.exit()

function positive(name: string, given: string | undefined, fallback: number): number {
  const value = Number(given ?? fallback)
  if (Number.isInteger(value) && value > 0) return value
  console.error(`--${name} must be a whole number above 0, not ${given}`)
  process.exit(2)
}

function choose(only: string | undefined): Suite[] {
  if (only === undefined) return suites
  const names = only.split(',')
  const unknown = names.filter((name) => !suites.some((suite) => suite.name === name))
  if (unknown.length === 0) return suites.filter(({ name }) => names.includes(name))
  console.error(`There is no ${unknown.join(', ')}\n\n${help}`)
  process.exit(2)
}
