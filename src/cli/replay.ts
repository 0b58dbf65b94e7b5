import { type Command, InvalidArgumentError, Option } from 'commander'
import { Redis } from 'ioredis'

import { env } from '@/config/env'
import { type StreamId, compareStreamIds } from '@/ledger/streamId'
import { recordAudit } from '@/ops/audit'
import { endOfLedger, toRangeEnd } from '@/projector/ledgerRange'
import { type Replayed, replayRange } from '@/projector/replay'
import { archiveName, type Store } from '@/projector/store'
import { verifiableNames } from '@/projector/verify'

import { cliActor } from './actor'
import { describeDrift } from './drift'
import { withLetterParts } from './letterParts'
import { CommandFailure, commandLogger, type Report, runWithStore } from './run'

interface Options {
  from: StreamId
  to?: StreamId
  projection?: string
  json?: boolean
}

/** `replay`: feeds a range of the ledger to the projector again. */
export const addReplayCommand = (program: Command): void => {
  program
    .command('replay')
    .description('feed a range of the ledger again (a no-op on healthy state)')
    .requiredOption('--from <T>', 'first entry: a stream id or an ISO 8601 time', toEnd('from'))
    .option('--to <T>', 'last entry, included: a stream id or an ISO 8601 time', toEnd('to'))
    .addOption(
      new Option('--projection <name>', 'compare the documents of this read model only').choices([
        ...verifiableNames,
      ]),
    )
    .option('--json', 'answer as JSON')
    .addHelpText('after', help)
    .action((options: Options) =>
      runWithStore(options.json === true, (store) => replay(store, options)),
    )
}

const help = `
A time means when Redis took an entry in (the first half of its id); without an offset it is UTC.

What it does, in this order:
  1. An entry that the archive has is a repeat: it changes nothing, and no screen is told of it.
     A parked entry is left alone ("dead-letters retry" applies it).
  2. An entry that the stream still has and the archive has not, because the database was restored
     from a backup, is projected now, and the screens are told.
  3. Every document that the range concerns is compared with the fold of its whole history.

What it cannot mend: a document that is missing or was altered while the archive is whole. The
command names it and ends with exit code 1; "rebuild NAME" makes it right, "verify" checks them all.`

const replay = async (
  store: Store,
  { from, json, projection, to = endOfLedger }: Options,
): Promise<Report> => {
  if (compareStreamIds(from, to) > 0)
    throw new CommandFailure('--from lies after --to.', 'INVALID_ARGUMENT')
  const { LEDGER_STREAM: stream, REDIS_URL } = env()
  const redis = new Redis(REDIS_URL, { lazyConnect: true, maxRetriesPerRequest: 1 })
  let problem: unknown
  redis.on('error', (error) => (problem = error))
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  try {
    const replayed = await withLetterParts(store, (parts) =>
      replayRange(
        {
          ...parts,
          redis,
          stream,
          deadLetterList: `${stream}:deadletter`,
          logger: commandLogger(),
          signal: stopping.signal,
        },
        {
          from,
          to,
          ...(projection !== undefined && { projection }),
          ...(json !== true && { onProgress: showProgress }),
        },
      ),
    )
    const { drifts, ...counts } = replayed
    await recordAudit(store.db, {
      actor: cliActor(),
      action: 'ledger.replayed',
      subject: archiveName,
      details: { from, to, projection, ...counts, drifted: drifts.length },
    })
    return toReport(replayed)
  } catch (error) {
    if (problem && (error as Error).name === 'MaxRetriesPerRequestError')
      throw new CommandFailure('Redis cannot be reached.', 'REDIS_UNREACHABLE')
    throw error
  } finally {
    redis.disconnect()
  }
}

const toReport = (replayed: Replayed): Report => {
  const { checked, drifts, parked, repeats, restored } = replayed
  const names = [...new Set(drifts.map(({ collection }) => collection))]
  return {
    json: { ...replayed },
    text: [
      ...drifts.flatMap(describeDrift),
      `${repeats} entries were known already and changed nothing${parked > 0 ? ` (${parked} are parked)` : ''}.`,
      restored > 0
        ? `${restored} entries were missing in the archive and were projected from the stream.`
        : '',
      drifts.length === 0
        ? `${checked} documents are exactly what the ledger says.`
        : `${drifts.length} of ${checked} documents are not what the ledger says: run ${names.map((name) => `"rebuild ${name}"`).join(' and ')}, or "verify" to check all.`,
    ]
      .filter((line) => line !== '')
      .join('\n'),
    isFailure: drifts.length > 0,
  }
}

const showProgress = ({ checked, repeats }: { checked: number; repeats: number }): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r${repeats} entries, ${checked} documents`)
}

const toEnd =
  (edge: 'from' | 'to') =>
  (text: string): StreamId => {
    const id = toRangeEnd(text, edge)
    if (id !== undefined) return id
    throw new InvalidArgumentError(
      'must be a stream id (1700000000000-0) or an ISO 8601 time (2024-01-15T10:00:00Z)',
    )
  }
