import { randomBytes } from 'node:crypto'

import { Command, InvalidArgumentError, Option } from 'commander'

import { createSimulation, defaultStartAt, play, playPast, withRubbish } from './index'
import { mostPastDays } from './past/bounds'
import { connect } from './playing/connect'

interface Options {
  conversations: number
  rate: number
  seed?: string
  count?: number
  stream: string
  startAt?: Date
  past: number
  timeZone: string
  rubbish: number
  redisUrl?: string
}

const number =
  (minimum: number, isWhole: boolean, maximum = Infinity) =>
  (text: string) => {
    const value = Number(text)
    if (
      text.trim() !== '' &&
      value >= minimum &&
      value <= maximum &&
      Number.isFinite(value) &&
      (!isWhole || Number.isInteger(value))
    )
      return value
    const range = maximum < Infinity ? `from ${minimum} to ${maximum}` : `of at least ${minimum}`
    throw new InvalidArgumentError(`must be a ${isWhole ? 'whole ' : ''}number ${range}`)
  }

const time = (text: string) => {
  const date = new Date(text)
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError('must be an ISO 8601 time')
  return date
}

const command = new Command('simulate')
  .description(
    'Plays the chat application: appends realistic loan conversations to the ledger stream.',
  )
  .option('--conversations <n>', 'how many are open at once', number(1, true), 40)
  .option('--rate <n>', 'events per second; 0 is as fast as possible', number(0, false), 10)
  .option('--seed <text>', 'the same seed gives the same events (default: random)')
  .option('--count <n>', 'stop after exactly so many events', number(1, true))
  .addOption(
    new Option('--stream <name>', 'stream to append to').env('LEDGER_STREAM').default('chatLedger'),
  )
  .option(
    '--start-at <time>',
    'where the simulated clock begins (with a seed: fixed; else the real clock)',
    time,
  )
  .option(
    '--past <days>',
    'first append so many days of past under ids of their own time, where the stream is still empty',
    number(0, true, mostPastDays),
    0,
  )
  .addOption(
    new Option('--time-zone <name>', 'whose week days and hours the past keeps')
      .env('BUSINESS_TIME_ZONE')
      .default('Australia/Sydney'),
  )
  .option(
    '--rubbish <fraction>',
    'share of invalid and hostile events to mix in',
    number(0, false, 1),
    0,
  )
  .addOption(new Option('--redis-url <url>', 'Redis to append to').env('REDIS_URL'))

const run = async (options: Options): Promise<void> => {
  const { conversations, rate, count, stream, past: days, timeZone, rubbish, redisUrl } = options
  if (!redisUrl)
    return command.error(
      'error: say where Redis is with --redis-url or REDIS_URL (`npm run engines` starts one and prints it)',
    )
  const seed = options.seed ?? randomBytes(4).toString('hex')
  const isOnRealClock = options.seed === undefined && options.startAt === undefined
  const now = isOnRealClock ? () => new Date() : undefined
  const startAt = options.startAt ?? (now ? now() : defaultStartAt)
  if (days > 0 && startAt.getTime() > Date.now())
    return command.error('error: --past must lie in the past: begin with --start-at before now')
  console.log(
    `Seed ${seed}: ${conversations} conversations on ${stream}, ${rate > 0 ? `${rate} events/s` : 'as fast as possible'}${count ? `, ${count} events` : ' (Ctrl-C ends it)'}`,
  )
  const redis = connect(redisUrl)
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort())
  let toldAtMs = 0
  try {
    const past =
      days > 0 ? await playPast({ redis, stream, seed, days, until: startAt, timeZone }) : undefined
    if (days > 0)
      console.log(
        past
          ? `${days} days of past: ${past.conversations} conversations, ${past.entries.length} events`
          : `${stream} has entries, and so a past of its own`,
      )
    const events = createSimulation({
      ...{ seed, conversations, startAt, former: past?.former ?? [] },
      ...(now && { now }),
    })
    const simulation =
      rubbish > 0 ? withRubbish({ simulation: events, fraction: rubbish, seed }) : events
    const { events: total, elapsedMs } = await play({
      redis,
      stream,
      simulation,
      ratePerSecond: rate,
      signal: stop.signal,
      ...(count && { count }),
      ...(now && { now }),
      onProgress: (progress) => {
        if (progress.elapsedMs - toldAtMs < progressEveryMs) return
        toldAtMs = progress.elapsedMs
        console.log(`  ${describe(progress.events, progress.elapsedMs)}`)
      },
    })
    console.log(`Done: ${describe(total, elapsedMs)}, seed ${seed}`)
  } finally {
    redis.disconnect()
  }
}

const progressEveryMs = 5_000

const describe = (events: number, elapsedMs: number): string =>
  `${events} events in ${(elapsedMs / 1000).toFixed(1)} s, ${((events * 1000) / Math.max(elapsedMs, 1)).toFixed(1)} a second`

await command.action(run).parseAsync()
