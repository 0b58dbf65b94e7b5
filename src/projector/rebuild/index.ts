import type { Logger } from 'pino'

import type { ChangeFrame } from '@/realtime/frames'

import { classifyFailure } from '../failures'
import type { Store } from '../store'
import type { Drift } from '../verify'
import { toSwitchFrames } from './announce'
import { compareAgain, compareAll, type Comparison, explain, maximumListed } from './compare'
import { foldBase, foldTail, type OnProgress } from './fold'
import { keepLive } from './keep'
import {
  beginRebuild,
  heartbeatMs,
  type OwnedRebuild,
  RebuildLost,
  type RebuildRecord,
  takeOver,
} from './record'
import { findKept, takeKept } from './rollback'
import { copyIndexes, createShadows, dropShadows } from './shadows'
import { createStateNotes } from './state'
import { cleanUp, settleSwitch, switchIn } from './switch'

/** What a rebuild works with. */
export interface RebuildParts {
  store: () => Store
  /** Tells every screen of the documents that are otherwise now. */
  publish: (frames: ChangeFrame[]) => Promise<unknown>
  /** Makes every screen load again, where too much changed to be told. */
  resync: () => Promise<unknown>
  logger: Logger
  /** Interrupts it; it can be gone on with. */
  signal: AbortSignal
  onProgress?: OnProgress
}

/** How the new documents differ from the live ones. */
export interface RebuildDifference extends Omit<Comparison, 'listed'> {
  /** The first of them, field by field. */
  drifts: Drift[]
}

/** What became of a rebuild. */
export interface RebuildOutcome {
  record: RebuildRecord
  difference?: RebuildDifference
  outcome: 'switched' | 'discarded' | 'interrupted'
  /** For how long no event was applied, in milliseconds. */
  closedMs?: number
}

/** What to rebuild, and who decides about the switch. */
export interface RebuildRequest {
  names: string[]
  startedBy: RebuildRecord['startedBy']
  /** Goes back to what the last switch replaced, instead of beginning with the archive. */
  isRollback?: boolean
  /** Sees the difference and says whether to switch. */
  decide: (difference: RebuildDifference, signal: AbortSignal) => Promise<boolean>
}

/**
 * Builds read models from the archive beside the live ones while traffic goes on, shows the
 * difference, and switches. Cancel it or kill it at any point: the live documents are as they were,
 * or the switch has happened as a whole; the next call goes on where it was left.
 * @throws {RebuildUnderWay} while somebody else builds
 * @throws {RebuildLost} when somebody else takes it over or cancels it
 * @throws {NothingKept} where there is nothing to go back to
 * @throws what a projection throws for an event; the rebuild is on record as failed then
 */
export const rebuildProjections = async (
  parts: RebuildParts,
  { decide, isRollback = false, names, startedBy }: RebuildRequest,
): Promise<RebuildOutcome> => {
  const kept = isRollback ? await findKept(parts.store()) : undefined
  const rebuild = await beginRebuild(parts.store(), {
    names,
    isRollback,
    startedBy,
    ...(kept && { passages: kept.passages }),
  })
  return runOrBeginAnew(parts, rebuild, decide)
}

/**
 * Goes on with a rebuild that was left behind.
 * @returns nothing where its owner is alive, or it has ended
 */
export const resumeRebuild = async (
  parts: RebuildParts,
  generation: number,
  decide: RebuildRequest['decide'],
): Promise<RebuildOutcome | undefined> => {
  const rebuild = await takeOver(parts.store(), generation)
  return rebuild && runOrBeginAnew(parts, rebuild, decide)
}

/**
 * A switch that was interrupted half way put some of the new documents in place, or may have missed
 * events. Neither can be gone on with: the archive is folded once more, from the beginning.
 */
class SwitchInterrupted extends Error {
  override readonly name = 'SwitchInterrupted'
  readonly code = 'SWITCH_INTERRUPTED'
}

const runOrBeginAnew = async (
  parts: RebuildParts,
  rebuild: OwnedRebuild,
  decide: RebuildRequest['decide'],
): Promise<RebuildOutcome> => {
  try {
    return await run(parts, rebuild, decide)
  } catch (error) {
    if (!(error instanceof SwitchInterrupted)) throw error
    const { names, startedBy } = rebuild.record
    parts.logger.warn({ names }, 'a switch was interrupted half way; the rebuild begins anew')
    const anew = await beginRebuild(parts.store(), { names, startedBy, isRollback: false })
    // It was decided to switch; half of it has happened.
    return runOrBeginAnew(parts, anew, async () => true)
  }
}

const run = async (
  parts: RebuildParts,
  rebuild: OwnedRebuild,
  decide: RebuildRequest['decide'],
): Promise<RebuildOutcome> => {
  const stopping = new AbortController()
  const signal = AbortSignal.any([parts.signal, stopping.signal])
  let lost: unknown
  const heartbeat = setInterval(() => {
    rebuild.beat().catch((error: unknown) => {
      // An engine that is away for a moment is no loss; the next step tells.
      if (!(error instanceof RebuildLost)) return
      lost = error
      stopping.abort()
    })
  }, heartbeatMs)
  const note = createStateNotes(parts.store())
  const onProgress: OnProgress = (record) => {
    parts.onProgress?.(record)
    // People look at it; the record itself is what counts.
    note(record, { isThrottled: true }).catch(() => undefined)
  }
  try {
    const outcome = await build({ ...parts, signal, onProgress }, rebuild, decide)
    if (lost) throw lost
    return outcome
  } catch (error) {
    if (lost) throw lost
    if (parts.signal.aborted) return await interrupted(rebuild)
    await settleFailure(parts.store(), rebuild, error)
    throw error
  } finally {
    clearInterval(heartbeat)
    await note(rebuild.record).catch((error: unknown) =>
      parts.logger.warn({ err: error }, 'the state of a rebuild could not be noted'),
    )
  }
}

const build = async (
  parts: RebuildParts & { onProgress: OnProgress },
  rebuild: OwnedRebuild,
  decide: RebuildRequest['decide'],
): Promise<RebuildOutcome> => {
  const { logger, onProgress, signal } = parts
  const store = parts.store()
  const { _id: generation, isRollback, names } = rebuild.record
  const options = { onProgress, signal }
  logger.info({ generation, names, phase: rebuild.record.phase }, 'a rebuild is at work')

  if (rebuild.record.phase === 'switching') {
    const settled = await settleSwitch(store, rebuild)
    if (settled === 'switched') return done(parts, rebuild)
    if (settled === 'partly') throw new SwitchInterrupted()
    await rebuild.checkpoint({ phase: 'tail' })
  }
  if (rebuild.record.phase === 'base') {
    if (rebuild.record.position === undefined) await dropShadows(store, generation)
    if (isRollback) await takeKept(store, rebuild)
    else {
      await createShadows(store, generation)
      await foldBase(store, rebuild, options)
      if (signal.aborted) return interrupted(rebuild)
      await copyIndexes(store, generation)
    }
    await rebuild.checkpoint({ phase: 'tail' })
  }
  await foldTail(store, rebuild, options)
  if (signal.aborted) return interrupted(rebuild)

  const { differing, difference } = await compare(store, rebuild, options)
  if (signal.aborted) return interrupted(rebuild)
  if (!(await decide(difference, signal))) {
    if (signal.aborted) return interrupted(rebuild)
    await rebuild.finish('discarded', 'not switched')
    await dropShadows(store)
    return { record: rebuild.record, difference, outcome: 'discarded' }
  }
  const keptSince = await keepLive(store)
  await foldTail(store, rebuild, options)
  if (signal.aborted) return interrupted(rebuild)
  const { changed, closedMs, isSafe } = await switchIn(store, rebuild, {
    differing,
    keptSince,
    signal,
  })
  logger.info({ generation, names, closedMs }, 'rebuilt documents were switched in')
  if (!isSafe) throw new SwitchInterrupted()
  return done(parts, rebuild, { changed, difference, closedMs })
}

const compare = async (
  store: Store,
  rebuild: OwnedRebuild,
  options: { onProgress: OnProgress; signal: AbortSignal },
) => {
  const { _id: generation, names } = rebuild.record
  const comparison = await compareAll(store, generation, names)
  let { listed } = comparison
  // What differs only because traffic went on meanwhile, does so no more after the next look.
  for (let look = 0; look < 3 && listed.length > 0 && !options.signal.aborted; look++) {
    await foldTail(store, rebuild, options)
    listed = await compareAgain(store, generation, listed)
  }
  const isListed = comparison.differing <= maximumListed
  const drifts = await explain(store, listed.slice(0, explainedDocuments))
  const difference: RebuildDifference = {
    compared: comparison.compared,
    differing: isListed ? listed.length : comparison.differing,
    drifts,
  }
  return { differing: isListed ? listed : [], difference, isListed }
}

const explainedDocuments = 20

const done = async (
  parts: RebuildParts,
  rebuild: OwnedRebuild,
  result?: {
    changed: { collection: string; id: string }[]
    difference: RebuildDifference
    closedMs: number
  },
): Promise<RebuildOutcome> => {
  const store = parts.store()
  await cleanUp(store, rebuild)
  const isTold =
    result !== undefined && result.difference.differing <= maximumListed
      ? await toSwitchFrames(store, result.changed)
      : undefined
  try {
    await (isTold ? isTold.length > 0 && parts.publish(isTold) : parts.resync())
  } catch (error) {
    parts.logger.error({ err: error }, 'the screens could not be told of a rebuild')
  }
  return {
    record: rebuild.record,
    outcome: 'switched',
    ...(result && { difference: result.difference, closedMs: result.closedMs }),
  }
}

const interrupted = async (rebuild: OwnedRebuild): Promise<RebuildOutcome> => {
  await rebuild.release()
  return { record: rebuild.record, outcome: 'interrupted' }
}

/** An engine that is away leaves it to be gone on with; anything else would fail again. */
const settleFailure = async (
  store: Store,
  rebuild: OwnedRebuild,
  error: unknown,
): Promise<void> => {
  if (error instanceof RebuildLost) return
  if (classifyFailure(error) !== 'event') {
    await rebuild.release().catch(() => undefined)
    return
  }
  await rebuild.finish('failed', error instanceof Error ? error.message : String(error))
  await dropShadows(store)
}

export { cancelRebuild, readActive, type RebuildRecord } from './record'
