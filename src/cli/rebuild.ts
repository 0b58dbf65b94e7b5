import { Argument, type Command } from 'commander'

import { openFeed } from '@/ops/letterParts'
import { recordAudit } from '@/ops/audit'
import { analyticsNames } from '@/projections/analytics'
import { isAnalytics } from '@/projector/analytics/verify'
import {
  cancelRebuild,
  readActive,
  type RebuildOutcome,
  rebuildProjections,
} from '@/projector/rebuild'
import { projectionNames } from '@/projector/rebuild/shadows'
import { projectionStatesName, type Store } from '@/projector/store'

import { cliActor } from './actor'
import { describeDifference, decideSwitch } from './rebuildDecision'
import { cancelAnalytics, rebuildAnalytics } from './rebuildAnalytics'
import { createProgress } from './rebuildProgress'
import { CommandFailure, commandLogger, type Report, runWithStore } from './run'

interface Options {
  dryRun?: boolean
  yes?: boolean
  rollback?: boolean
  cancel?: boolean
  json?: boolean
}

/** `rebuild`: builds read models from the archive beside the live ones, and switches. */
export const addRebuildCommand = (program: Command): void => {
  program
    .command('rebuild')
    .description('build read models from the archive beside the live ones, and switch')
    .addArgument(
      new Argument('[name]', 'a projection, or all').choices([
        ...projectionNames,
        ...analyticsNames,
        'all',
      ]),
    )
    .option('--dry-run', 'show the difference and change nothing')
    .option('--yes', 'switch without asking')
    .option('--rollback', 'go back to what the last switch replaced')
    .option('--cancel', 'end the rebuild that is under way or was left behind')
    .option('--json', 'answer as JSON')
    .addHelpText('after', help)
    .action((name: string | undefined, options: Options) =>
      runWithStore(options.json === true, (store, { BUSINESS_TIME_ZONE: timeZone }) =>
        options.cancel ? cancel(store) : rebuildNamed({ store, timeZone }, name, options),
      ),
    )
}

const help = `
Traffic goes on. Until the switch nothing that is live is touched; the switch itself takes well
under a second, in which events wait. Ctrl-C interrupts a rebuild, and so does a crash: the same
command goes on where it was left, "--cancel" forgets it. The documents that were replaced are kept
until the next rebuild: "--rollback" puts them back, with everything that happened since.`

/** The read models of events first: the analytics follow from them. */
const rebuildNamed = async (
  on: { store: Store; timeZone: string },
  name: string | undefined,
  options: Options,
): Promise<Report> => {
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  const { signal } = stopping
  if (name !== undefined && isAnalytics(name))
    return rebuildAnalytics({ ...on, signal }, [name], options)
  const report = await rebuild(on.store, name, options, signal)
  const isOver = signal.aborted || (report.isFailure && !options.dryRun)
  if (name !== 'all' || options.rollback || isOver) return report
  const analytics = await rebuildAnalytics({ ...on, signal }, analyticsNames, options)
  return {
    json: { ...report.json, analytics: analytics.json },
    text: `${report.text}\n${analytics.text}`,
    isFailure: report.isFailure === true || analytics.isFailure === true,
  }
}

const rebuild = async (
  store: Store,
  name: string | undefined,
  { dryRun = false, json = false, rollback = false, yes = false }: Options,
  signal: AbortSignal,
): Promise<Report> => {
  if (name === undefined && !rollback)
    throw new CommandFailure(
      `Which one? Say ${[...projectionNames, ...analyticsNames].join(', ')} or all.`,
      'INVALID_ARGUMENT',
    )
  const names = name === undefined || name === 'all' ? [...projectionNames] : [name]
  const progress = createProgress(json)
  const { close, feed } = openFeed()
  try {
    const outcome = await rebuildProjections(
      {
        store: () => store,
        publish: feed.publish,
        resync: feed.resync,
        logger: commandLogger(),
        signal,
        onProgress: progress.show,
      },
      {
        names,
        startedBy: 'operator',
        isRollback: rollback,
        decide: (difference, ended) => {
          progress.end()
          return decideSwitch({ dryRun, json, yes }, describeDifference(difference), ended)
        },
      },
    )
    if (outcome.outcome === 'switched')
      await recordAudit(store.db, {
        actor: cliActor(),
        action: rollback ? 'projection.rolled-back' : 'projection.rebuilt',
        subject: projectionStatesName,
        details: {
          names,
          generation: outcome.record._id,
          counted: outcome.record.counted,
          differing: outcome.difference?.differing ?? null,
        },
      })
    return toReport(outcome, { dryRun })
  } finally {
    progress.end()
    close()
  }
}

const cancel = async (store: Store): Promise<Report> => {
  const active = await readActive(store)
  if (!active) return (await cancelAnalytics(store)) ?? nothingToCancel
  if (!(await cancelRebuild(store, active._id)))
    throw new CommandFailure('It is being switched: too late to cancel.', 'REBUILD_SWITCHING')
  await recordAudit(store.db, {
    actor: cliActor(),
    action: 'projection.rebuild-cancelled',
    subject: projectionStatesName,
    details: { names: active.names, generation: active._id },
  })
  return {
    json: { cancelled: true, names: active.names },
    text: `The rebuild of ${active.names.join(', ')} was cancelled. Nothing that is live was touched.`,
  }
}

const toReport = (
  { closedMs, difference, outcome, record }: RebuildOutcome,
  { dryRun }: { dryRun: boolean },
): Report => {
  const seconds = (record.updatedAt.getTime() - record.startedAt.getTime()) / 1_000
  const what = record.names.join(', ')
  const endings: Record<RebuildOutcome['outcome'], string> = {
    switched: `${what}: rebuilt from ${record.counted} entries and switched${closedMs === undefined ? '' : `; events waited ${Math.round(closedMs)} ms`}.`,
    discarded: dryRun
      ? `${what}: nothing was switched (dry run).`
      : `${what}: nothing was switched. Say --yes to switch.`,
    interrupted: `${what}: interrupted; nothing that is live was touched. The same command goes on, "--cancel" forgets it.`,
  }
  return {
    json: {
      outcome,
      names: record.names,
      generation: record._id,
      counted: record.counted,
      seconds,
      ...(difference && {
        compared: difference.compared,
        differing: difference.differing,
        drifts: difference.drifts,
      }),
      ...(closedMs !== undefined && { closedMs }),
    },
    text: [...(difference ? describeDifference(difference) : []), endings[outcome]].join('\n'),
    isFailure: outcome === 'interrupted' || (outcome === 'discarded' && !dryRun),
  }
}

const nothingToCancel: Report = {
  json: { cancelled: false },
  text: 'No rebuild is under way.',
  isFailure: false,
}
