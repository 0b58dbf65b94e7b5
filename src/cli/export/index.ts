import { type Command, InvalidArgumentError, Option } from 'commander'

import { exportArchive } from '@/exporter/exportArchive'
import { recordAudit } from '@/ops/audit'
import { archiveName, archiveOf, type Store } from '@/projector/store'

import { cliActor } from '../actor'
import { CommandFailure, type Report, runWithStore } from '../run'
import { createProgress } from './progress'
import { readStatus, type SinkOptions, toSink } from './sinks'
import { reportStatus, reportWitnesses } from './status'

interface Options extends SinkOptions {
  follow?: boolean
  every: number
  status?: boolean
  json?: boolean
}

/** `export`: streams the archive to an outside sink that keeps its own position. */
export const addExportCommand = (program: Command): void => {
  program
    .command('export')
    .description('stream the archive to files or to ClickHouse, for reports elsewhere')
    .addOption(new Option('--to <sink>', 'where to').choices(['files', 'clickhouse']))
    .option('--dir <DIR>', 'directory of the files; created where it is missing')
    .addOption(
      new Option('--format <format>', 'of the files')
        .choices(['jsonl', 'jsonl.gz'])
        .default('jsonl.gz'),
    )
    .option('--follow', 'go on with what is archived later, until it is stopped')
    .option('--every <seconds>', 'how often to look for that', toSeconds, 10)
    .option('--status', 'how far the exports are; nothing is exported')
    .option('--json', 'answer as JSON')
    .addHelpText('after', help)
    .action((options: Options) =>
      runWithStore(options.json === true, (store) =>
        options.status ? status(store, options) : run(store, options),
      ),
    )
}

const help = `
The rows hold customers' data as it came: an export leaves a line in the audit trail, its files can
be read by their owner alone. Run it again, after whatever ended it, and it goes on where the sink
is: each entry is there once. ClickHouse is named by EXPORT_CLICKHOUSE_URL and what belongs to it.`

const run = async (store: Store, options: Options): Promise<Report> => {
  const { every, follow = false, json = false } = options
  const sink = toSink(options)
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort())
  const progress = createProgress({
    isSilent: json,
    total: await archiveOf(store).estimatedDocumentCount(),
  })
  const audit = (action: 'archive.export-begun' | 'archive.exported', details: object) =>
    recordAudit(store.db, {
      actor: cliActor(),
      action,
      subject: archiveName,
      details: { place: sink.place, ...details },
    })
  let written = 0
  const startedAt = performance.now()
  try {
    const summary = await exportArchive({
      store,
      sink,
      signal: stopping.signal,
      ...(follow && { followEveryMs: every * 1_000 }),
      onBegin: ({ exportId, sequence }) =>
        audit('archive.export-begun', { exportId, sequence, follow }),
      onProgress: ({ position, rows }) => {
        written = rows
        progress.show(rows, position.sequence)
      },
    })
    const { isComplete, position, rows } = summary
    await audit('archive.exported', {
      exportId: position.exportId,
      sequence: position.sequence,
      rows,
      isComplete,
    })
    const seconds = (performance.now() - startedAt) / 1_000
    const outcome = isComplete ? 'complete' : follow ? 'stopped' : 'interrupted'
    return {
      json: {
        outcome,
        place: sink.place,
        exportId: position.exportId,
        sequence: position.sequence,
        rows,
        seconds,
        rowsPerSecond: Math.round(rows / Math.max(seconds, 0.001)),
      },
      text: `${rows} rows to ${sink.place} in ${seconds.toFixed(1)} s (${outcome}).`,
      isFailure: outcome === 'interrupted',
    }
  } catch (error) {
    if (isUnreachable(error))
      throw new CommandFailure(
        `${sink.place} cannot be reached, after ${written} rows; the same command goes on.`,
        'SINK_UNREACHABLE',
      )
    throw error
  } finally {
    progress.end()
  }
}

const status = async (store: Store, options: Options): Promise<Report> =>
  options.to === undefined ? reportWitnesses(store) : reportStatus(store, await readStatus(options))

const isUnreachable = (error: unknown): boolean =>
  ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'ETIMEDOUT'].includes(
    String((error as { code?: unknown }).code),
  )

const toSeconds = (text: string): number => {
  const seconds = Number(text)
  if (seconds >= 0.1 && seconds <= 3_600) return seconds
  throw new InvalidArgumentError('must be from 0.1 to 3600')
}
