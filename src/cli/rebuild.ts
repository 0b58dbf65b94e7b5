import { createInterface } from 'node:readline/promises'

import { SingleBar } from 'cli-progress'
import { Argument, type Command } from 'commander'

import { openFeed } from '@/ops/letterParts'
import { recordAudit } from '@/ops/audit'
import {
  cancelRebuild,
  readActive,
  type RebuildDifference,
  type RebuildOutcome,
  rebuildProjections,
  type RebuildRecord,
} from '@/projector/rebuild'
import { projectionNames } from '@/projector/rebuild/shadows'
import { projectionStatesName, type Store } from '@/projector/store'

import { cliActor } from './actor'
import { describeDrift } from './drift'
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
      new Argument('[name]', 'a projection, or all').choices([...projectionNames, 'all']),
    )
    .option('--dry-run', 'show the difference and change nothing')
    .option('--yes', 'switch without asking')
    .option('--rollback', 'go back to what the last switch replaced')
    .option('--cancel', 'end the rebuild that is under way or was left behind')
    .option('--json', 'answer as JSON')
    .addHelpText('after', help)
    .action((name: string | undefined, options: Options) =>
      runWithStore(options.json === true, (store) =>
        options.cancel ? cancel(store) : rebuild(store, name, options),
      ),
    )
}

const help = `
Traffic goes on. Until the switch nothing that is live is touched; the switch itself takes well
under a second, in which events wait. Ctrl-C interrupts a rebuild, and so does a crash: the same
command goes on where it was left, "--cancel" forgets it. The documents that were replaced are kept
until the next rebuild: "--rollback" puts them back, with everything that happened since.`

const rebuild = async (
  store: Store,
  name: string | undefined,
  { dryRun = false, json = false, rollback = false, yes = false }: Options,
): Promise<Report> => {
  if (name === undefined && !rollback)
    throw new CommandFailure(
      `Which one? Say ${projectionNames.join(', ')} or all.`,
      'INVALID_ARGUMENT',
    )
  const names = name === undefined || name === 'all' ? [...projectionNames] : [name]
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  const progress = createProgress(json)
  const { close, feed } = openFeed()
  try {
    const outcome = await rebuildProjections(
      {
        store: () => store,
        publish: feed.publish,
        resync: feed.resync,
        logger: commandLogger(),
        signal: stopping.signal,
        onProgress: progress.show,
      },
      {
        names,
        startedBy: 'operator',
        isRollback: rollback,
        decide: async (difference, signal) => {
          progress.end()
          if (dryRun || yes) return yes && !dryRun
          if (!process.stdin.isTTY || json) return false
          console.log(describeDifference(difference).join('\n'))
          return ask(signal)
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
  if (!active)
    return { json: { cancelled: false }, text: 'No rebuild is under way.', isFailure: false }
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

const describeDifference = ({ compared, differing, drifts }: RebuildDifference): string[] =>
  [
    ...drifts.flatMap(describeDrift),
    differing > drifts.length && drifts.length > 0 ? `… and ${differing - drifts.length} more` : '',
    differing === 0
      ? `${compared} documents were compared: none differs from the live ones.`
      : `${differing} of ${compared} documents differ from the live ones.`,
  ].filter((line) => line !== '')

const ask = async (signal: AbortSignal): Promise<boolean> => {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const answer = await terminal.question('Switch to the rebuilt documents? [y/N] ', { signal })
    return /^y(es)?$/i.test(answer.trim())
  } catch (error) {
    if (signal.aborted) return false
    throw error
  } finally {
    terminal.close()
  }
}

/** A bar with rate and time left in a terminal, a line now and then elsewhere. */
const createProgress = (isSilent: boolean) => {
  const bar = new SingleBar({
    format: '{phase} [{bar}] {value}/{total} events, {rate}/s, {left} left',
    stream: process.stderr,
    hideCursor: true,
    clearOnComplete: true,
  })
  let beganAtMs: number | undefined
  let firstCounted = 0
  let toldAtMs = 0
  const show = ({ counted, phase, total }: RebuildRecord): void => {
    if (isSilent) return
    const now = performance.now()
    if (beganAtMs === undefined) {
      beganAtMs = now
      firstCounted = counted
      if (process.stderr.isTTY) bar.start(Math.max(total, counted), counted, toPayload())
    }
    const seconds = Math.max(0.001, (now - beganAtMs) / 1_000)
    const rate = (counted - firstCounted) / seconds
    const known = Math.max(total, counted)
    const payload = toPayload(phase, rate, known - counted)
    if (process.stderr.isTTY) {
      bar.setTotal(known)
      bar.update(counted, payload)
    } else if (now - toldAtMs >= tellEveryMs) {
      toldAtMs = now
      process.stderr.write(
        `${payload.phase}: ${counted} of ${known} events, ${payload.rate}/s, ${payload.left} left\n`,
      )
    }
  }
  return { show, end: () => bar.stop() }
}

const tellEveryMs = 5_000

const toPayload = (phase = 'base', rate = 0, left = 0) => ({
  phase: phase === 'base' ? 'building' : 'catching up',
  rate: Math.round(rate),
  left: rate > 0 ? `${Math.ceil(left / rate)} s` : '…',
})
