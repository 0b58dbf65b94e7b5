import { recordAudit } from '@/ops/audit'
import { openFeed } from '@/ops/letterParts'
import type { AnalyticsName } from '@/projections/analytics'
import { buildAnalytics, type BuildOutcome } from '@/projector/analytics/build'
import { BuildUnderWay, cancelBuild, readBuild } from '@/projector/analytics/buildRecord'
import { readDayFrames } from '@/projector/analytics/frames'
import { dropShadows } from '@/projector/analytics/shadows'
import { sleep } from '@/projector/sleep'
import { projectionStatesName, type Store } from '@/projector/store'

import { cliActor } from './actor'
import { decideSwitch, describeDifference } from './rebuildDecision'
import { createProgress } from './rebuildProgress'
import { commandLogger, type Report } from './run'

interface Options {
  dryRun?: boolean
  yes?: boolean
  json?: boolean
}

/**
 * Computes the numbers of the business again beside the live ones, and switches. All of them are
 * computed and switched together, because they follow from each other; `names` are compared.
 */
export const rebuildAnalytics = async (
  { signal, store, timeZone }: { store: Store; timeZone: string; signal: AbortSignal },
  names: readonly AnalyticsName[],
  { dryRun = false, json = false, yes = false }: Options,
): Promise<Report> => {
  const progress = createProgress(json, 'documents')
  try {
    const outcome = await afterDeployments(store, signal, () =>
      buildAnalytics(
        {
          store: () => store,
          timeZone,
          logger: commandLogger(),
          signal,
          onProgress: ({ counted, lane, total }) => progress.show({ counted, total, phase: lane }),
        },
        {
          names,
          startedBy: 'operator',
          decide: (difference, ended) => {
            progress.end()
            return decideSwitch({ dryRun, json, yes }, describeDifference(difference), ended)
          },
        },
      ),
    )
    if (outcome.outcome === 'switched') await tell(store, names, outcome)
    return toReport(names, outcome, dryRun)
  } finally {
    progress.end()
  }
}

/**
 * Other conversations or applications make every deployment compute the numbers by itself: what an
 * operator asks for comes after that.
 */
const afterDeployments = async <T>(
  store: Store,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<T> => {
  for (;;)
    try {
      return await work()
    } catch (error) {
      const isOthers =
        error instanceof BuildUnderWay && (await readBuild(store))?.startedBy === 'deployment'
      if (!isOthers || signal.aborted) throw error
      await sleep(waitMs, signal)
    }
}

const waitMs = 500

/**
 * Ends the computation that is under way, or was left behind.
 * @returns nothing where there is none
 */
export const cancelAnalytics = async (store: Store): Promise<Report | undefined> => {
  const cancelled = await cancelBuild(store)
  if (!cancelled) return undefined
  await dropShadows(store, cancelled.generation)
  await recordAudit(store.db, {
    actor: cliActor(),
    action: 'projection.rebuild-cancelled',
    subject: projectionStatesName,
    details: { names: ['analytics'], generation: cancelled.generation },
  })
  return {
    json: { cancelled: true, names: ['analytics'] },
    text: 'The rebuild of the analytics was cancelled. Nothing that is live was touched.',
    isFailure: false,
  }
}

const tell = async (
  store: Store,
  names: readonly AnalyticsName[],
  { difference, record }: BuildOutcome,
): Promise<void> => {
  const { close, feed } = openFeed()
  try {
    await feed.publish(await readDayFrames(store, difference?.days ?? [], record.position))
  } finally {
    close()
  }
  await recordAudit(store.db, {
    actor: cliActor(),
    action: 'projection.rebuilt',
    subject: projectionStatesName,
    details: {
      names: [...names],
      generation: record.generation,
      counted: record.counted,
      differing: difference?.differing ?? null,
    },
  })
}

const toReport = (
  names: readonly AnalyticsName[],
  { difference, outcome, record }: BuildOutcome,
  isDryRun: boolean,
): Report => {
  const what = names.join(', ')
  const endings: Record<BuildOutcome['outcome'], string> = {
    switched: `${what}: computed from ${record.counted} documents and switched.`,
    discarded: isDryRun
      ? `${what}: nothing was switched (dry run).`
      : `${what}: nothing was switched. Say --yes to switch.`,
    interrupted: `${what}: interrupted; nothing that is live was touched. The same command goes on, "--cancel" forgets it.`,
  }
  return {
    json: {
      outcome,
      names: [...names],
      generation: record.generation,
      counted: record.counted,
      seconds: (record.updatedAt.getTime() - record.startedAt.getTime()) / 1_000,
      ...(difference && {
        compared: difference.compared,
        differing: difference.differing,
        drifts: difference.drifts,
      }),
    },
    text: [...(difference ? describeDifference(difference) : []), endings[outcome]].join('\n'),
    isFailure: outcome === 'interrupted' || (outcome === 'discarded' && !isDryRun),
  }
}
