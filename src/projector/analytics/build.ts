import type { Logger } from 'pino'

import { type AnalyticsName, analyticsNames } from '@/projections/analytics'

import { classifyFailure } from '../failures'
import { readPassages } from '../gateControl'
import { archiveOf, inTransaction, projectionStatesName, type Store } from '../store'
import { type BuildRecord, isUnbegun, type OwnedBuild, takeBuild } from './buildRecord'
import { compareAll, explain, type AnalyticsDifference, toDifference } from './compare'
import { expectNoNewer, readWanted } from './currency'
import { buildStep, stepTimeoutMs } from './lanes'
import { DocumentFailed } from './failedDocument'
import { withoutLag } from './lagging'
import { leaveAlone } from './leftAlone'
import { createShadows, dropShadows } from './shadows'
import { AnalyticsLost, readFollower } from './state'
import { completeSwitch, SourcesReplaced, switchIn } from './switch'
import { buildTarget } from './target'

/** What a computation of all numbers works with. */
export interface BuildParts {
  store: () => Store
  timeZone: string
  logger: Pick<Logger, 'info' | 'warn' | 'error'>
  /** Interrupts it; it can be gone on with. */
  signal: AbortSignal
  /** Called after every step, with the record as it is now. */
  onProgress?: (record: BuildRecord) => void
}

/** What to compare, and who decides about the switch; all numbers are built and switched together. */
export interface BuildRequest {
  names?: readonly AnalyticsName[]
  startedBy: BuildRecord['startedBy']
  /** Sees the difference and says whether to switch. */
  decide: (difference: AnalyticsDifference, signal: AbortSignal) => Promise<boolean>
}

/** What became of it. */
export interface BuildOutcome {
  record: BuildRecord
  outcome: 'switched' | 'discarded' | 'interrupted'
  difference?: AnalyticsDifference
}

/**
 * Computes all numbers again beside the live ones while traffic goes on, shows the difference, and
 * switches. Cancel it or kill it at any point: the live numbers are as they were, or the switch
 * happens as a whole; the next call goes on where it was left.
 * @throws {BuildUnderWay} while somebody else builds
 * @throws {AnalyticsLost} when somebody else takes it over or cancels it
 * @throws {VersionRetired} where the live conversations are newer than this program, or the live
 *   numbers are and no operator asks for older ones
 * @throws {DocumentFailed} where too many documents cannot be worked out; it is on record as failed then
 */
export const buildAnalytics = async (
  parts: BuildParts,
  request: BuildRequest,
): Promise<BuildOutcome> => {
  const store = parts.store()
  const build = await begin(store, parts.timeZone, request.startedBy)
  const note = createStateNotes(store)
  const onProgress = (record: BuildRecord): void => {
    parts.onProgress?.(record)
    // People look at it; the record itself is what counts.
    note(record).catch(() => undefined)
  }
  try {
    return await run({ ...parts, onProgress }, build, request)
  } catch (error) {
    const isFinal =
      error instanceof SourcesReplaced ||
      (!(error instanceof AnalyticsLost) && classifyFailure(error) === 'event')
    if (isFinal) {
      const reason = error instanceof Error ? error.name : 'unknown'
      await build.note({ phase: 'failed', reason })
      await dropShadows(store, build.record.generation)
    }
    throw error
  } finally {
    await build.release().catch((error: unknown) => {
      parts.logger.warn({ err: error }, 'a rebuild of the analytics could not be let go of')
    })
    await note(build.record, { isLast: true }).catch(() => undefined)
  }
}

const begin = async (
  store: Store,
  timeZone: string,
  startedBy: BuildRecord['startedBy'],
): Promise<OwnedBuild> => {
  if (startedBy === 'deployment') expectNoNewer(await readFollower(store))
  const { isSourceSwitching: _, ...wanted } = await readWanted(store, timeZone)
  const now = new Date()
  const count = (name: string): Promise<number> =>
    store.db.collection(name).estimatedDocumentCount()
  const build = await takeBuild(store, {
    ...wanted,
    startedBy,
    phase: 'building',
    lane: 'applications',
    after: '',
    ...(await readEnd(store)),
    counted: 0,
    skipped: [],
    total: (await count('applications')) + (await count('conversations')),
    startedAt: now,
    updatedAt: now,
  })
  // Of a switch that was decided and is not done, what it puts in place is still beside.
  await completeSwitch(store)
  if (isUnbegun(build.record)) await createShadows(store, build.record.generation)
  return build
}

/** What is committed by now: everything up to here is in the documents that are walked over. */
const readEnd = (store: Store): Promise<Pick<BuildRecord, 'passages' | 'position'>> =>
  inTransaction(store, stepTimeoutMs, async (session) => {
    const passages = await readPassages(store, session)
    const last = await archiveOf(store).findOne(
      {},
      { sort: { _id: -1 }, projection: { _id: 1 }, session },
    )
    return { passages, ...(last && { position: last._id }) }
  })

const run = async (
  { logger, onProgress, signal, store: storeOf }: BuildParts,
  build: OwnedBuild,
  { decide, names = analyticsNames }: BuildRequest,
): Promise<BuildOutcome> => {
  const store = storeOf()
  const { generation, timeZone } = build.record
  logger.info({ generation, lane: build.record.lane }, 'the analytics are being computed')
  const interrupted = (): BuildOutcome => ({ record: build.record, outcome: 'interrupted' })

  /** One document must not keep all others from being there: it is tried again after the switch. */
  const leaveFailed = async (error: unknown): Promise<false> => {
    if (!(error instanceof DocumentFailed)) throw error
    await build.note({ skipped: leaveAlone(build.record.skipped, error) })
    logger.error(
      { collection: error.collection, err: error.cause },
      'a document of the analytics cannot be worked out: it is left out, and tried again later',
    )
    return false
  }

  const catchUp = async (): Promise<void> => {
    while (!signal.aborted && !(await buildStep(store, build).catch(leaveFailed)))
      onProgress?.(build.record)
  }
  await catchUp()
  if (signal.aborted) return interrupted()

  const target = buildTarget({ generation, timeZone })
  // All of them, whatever is asked for: days differ because of the numbers that they follow from.
  const compared = await whileAlive(build, () => compareAll(store, target))
  let drifts = await explain(
    store,
    target,
    compared.flatMap(({ listed }) => listed),
  )
  // What differs only because traffic went on meanwhile, does so no more after the next look.
  for (let look = 0; look < 3 && drifts.length > 0 && !signal.aborted; look++) {
    await catchUp()
    drifts = await explain(store, target, drifts)
  }
  if (signal.aborted) return interrupted()
  // The live numbers are always a moment behind while traffic goes on.
  const real = await whileAlive(build, () =>
    withoutLag(store, { build: build.record, compared, drifts }),
  )
  if (signal.aborted) return interrupted()
  const difference = toDifference(compared, real, names)
  const isWanted = await whileAlive(build, (ended) =>
    decide(difference, AbortSignal.any([signal, ended])),
  )
  if (signal.aborted) return interrupted()
  if (!isWanted) {
    await build.note({ phase: 'discarded', reason: 'not switched' })
    await dropShadows(store, build.record.generation)
    return { record: build.record, outcome: 'discarded', difference }
  }
  await catchUp()
  if (signal.aborted) return interrupted()
  await switchIn(store, build)
  logger.info({ generation }, 'computed analytics were switched in')
  return { record: build.record, outcome: 'switched', difference }
}

/** What takes its time must not make the computation count as left behind. */
const whileAlive = async <T>(
  build: OwnedBuild,
  work: (ended: AbortSignal) => Promise<T>,
): Promise<T> => {
  const ended = new AbortController()
  let lost: unknown
  const heartbeat = setInterval(() => {
    build.note({}).catch((error: unknown) => {
      if (!(error instanceof AnalyticsLost)) return
      lost = error
      ended.abort()
    })
  }, heartbeatMs)
  try {
    return await work(ended.signal)
  } finally {
    clearInterval(heartbeat)
    if (lost) throw lost
  }
}

const heartbeatMs = 5_000

/** Notes how far a computation is, where people and other processes look. */
const createStateNotes = ({ db }: Store) => {
  let notedAtMs = -Infinity
  return async (record: BuildRecord, { isLast = false } = {}): Promise<void> => {
    if (!isLast && performance.now() - notedAtMs < 1_000) return
    notedAtMs = performance.now()
    const seconds = Math.max(0.001, (Date.now() - record.startedAt.getTime()) / 1_000)
    const { counted, generation, phase, reason, startedAt, startedBy, total, updatedAt, version } =
      record
    const rebuild = {
      generation,
      phase: phase === 'building' ? record.lane : phase,
      startedBy,
      isRollback: false,
      startedAt,
      updatedAt,
      counted,
      total: Math.max(total, counted),
      eventsPerSecond: Math.round(counted / seconds),
      ...(reason && { reason }),
    }
    for (const name of analyticsNames)
      await db
        .collection<{ _id: string }>(projectionStatesName)
        .updateOne(
          { _id: name },
          phase === 'switched'
            ? { $set: { rebuild, version } }
            : { $set: { rebuild }, $setOnInsert: { version } },
          { upsert: true, ignoreUndefined: true },
        )
  }
}
