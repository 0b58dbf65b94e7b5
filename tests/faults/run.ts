import { parseArgs } from 'node:util'

import { listenForInterrupt } from '@/engines/interrupt'
import { seconds } from '@/engines/progress'
import { startTestEngines } from '@/engines/testing'

import { type Fault, faults } from './catalogue'
import { openScene } from './scene'

/**
 * `npm run faults`: plays the faults of the tests in random order for as long as is asked for, under
 * load, and judges everything after each of them. Ends with 1 where anything that is promised is
 * not so.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string' },
    rate: { type: 'string', default: '100' },
    only: { type: 'string', default: '' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})
const usage = `npm run faults [-- --minutes N] [-- --seed S] [-- --rate EVENTS_PER_SECOND] [-- --only TEXT]

Plays faults in random order under load, for N minutes (10), and judges everything after each.
--seed S     the same faults in the same order
--only TEXT  those whose name contains TEXT`

interface Tally {
  times: number
  appended: number
  applied: number
  parked: number
  lost: number
  tookMs: number
  violations: string[]
}

const main = async (): Promise<boolean> => {
  const minutes = positive('--minutes', values.minutes)
  const eventsPerSecond = positive('--rate', values.rate)
  const seed = values.seed === undefined ? randomSeed() : positive('--seed', values.seed)
  const chosen = faults.filter(({ name }) => name.includes(values.only))
  if (chosen.length === 0) throw new Error(`No fault's name contains "${values.only}".`)
  const endAtMs = Date.now() + minutes * 60_000
  console.log(
    `${chosen.length} faults for ${minutes} min, ${eventsPerSecond} events/s, seed ${seed}`,
  )

  const { signal } = listenForInterrupt({
    onFirst: () => console.log('Stopping after this round (Ctrl-C again to force)'),
    force: () => process.exit(130),
  })
  // Only their programs are used: the scene has engines of its own, which it may kill.
  const engines = await startTestEngines({ signal })
  Object.assign(process.env, { DATABASE_URI: engines.databaseUri, REDIS_URL: engines.redisUrl })
  try {
    const scene = await openScene({ seed, eventsPerSecond })
    try {
      const tallies = new Map<string, Tally>()
      for (const fault of schedule(chosen, scene.random)) {
        if (Date.now() >= endAtMs || signal.aborted) break
        const startedAtMs = Date.now()
        const judgement = await scene.playRound(fault.play).catch((error: unknown) => ({
          ...nothing,
          violations: [`it broke off: ${String(error)}`],
        }))
        const tookMs = Date.now() - startedAtMs
        const before = tallies.get(fault.name) ?? { ...nothing, times: 0, tookMs: 0 }
        tallies.set(fault.name, {
          times: before.times + 1,
          appended: before.appended + judgement.appended,
          applied: before.applied + judgement.applied,
          parked: before.parked + judgement.parked,
          lost: before.lost + judgement.lost,
          tookMs: before.tookMs + tookMs,
          violations: [...before.violations, ...judgement.violations],
        })
        const verdict = judgement.violations.length === 0 ? '✓' : '✗'
        console.log(`${verdict} ${fault.name} (${judgement.appended} events, ${seconds(tookMs)})`)
        for (const violation of judgement.violations) console.log(`    ${violation.slice(0, 600)}`)
      }
      return report(tallies, seed)
    } finally {
      await scene.close()
    }
  } finally {
    await engines.stop()
  }
}

const nothing = { appended: 0, applied: 0, parked: 0, lost: 0, violations: [] as string[] }

/** Every fault once, in random order, and again, without end. */
function* schedule(chosen: readonly Fault[], random: () => number): Generator<Fault> {
  for (;;) {
    const left = [...chosen]
    while (left.length > 0) yield left.splice(Math.floor(random() * left.length), 1)[0]!
  }
}

const report = (tallies: ReadonlyMap<string, Tally>, seed: number): boolean => {
  const width = Math.max(...[...tallies.keys()].map((name) => name.length), 5)
  const row = (name: string, ...cells: (string | number)[]): string =>
    [name.padEnd(width), ...cells.map((cell) => String(cell).padStart(9))].join(' ')
  console.log(`\n${row('fault', 'times', 'events', 'applied', 'parked', 'lost', 'verdict')}`)
  for (const [name, { applied, appended, lost, parked, times, violations }] of tallies)
    console.log(
      row(
        name,
        times,
        appended,
        applied,
        parked,
        lost,
        violations.length === 0 ? 'survived' : 'BROKEN',
      ),
    )
  const all = [...tallies.values()]
  const broken = all.filter(({ violations }) => violations.length > 0).length
  const rounds = all.reduce((sum, { times }) => sum + times, 0)
  console.log(`\n${rounds} rounds, ${broken} kinds of faults broke a promise (seed ${seed})`)
  return broken === 0 && rounds > 0
}

const positive = (option: string, text: string): number => {
  const value = Number(text)
  if (!(value > 0)) throw new Error(`${option} must be a positive number.`)
  return value
}

const randomSeed = (): number => 1 + Math.floor(Math.random() * 1_000_000)

if (values.help) console.log(usage)
else process.exit((await main()) ? 0 : 1)
